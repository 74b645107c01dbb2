import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';

/**
 * Gives a partition of all Kafka topics to the same member, so that whatever concerns a recipient comes to one instance, and
 * what recipients are is never handled beside the events about them. kafkajs' own assigner counts on over the topics: with
 * four members and six partitions the topics part ways.
 */
export const byRecipient: PartitionAssigner = ({ cluster }) => ({
  name: 'ByRecipient',
  version: 0,
  assign({ members, topics }) {
    const ids = members.map(({ memberId }) => memberId).toSorted();
    const assignments = ids.map((memberId, place) => {
      const assignment = Object.fromEntries(
        topics.map((topic) => [
          topic,
          cluster
            .findTopicPartitionMetadata(topic)
            .map(({ partitionId }) => partitionId)
            .filter((partition) => partition % ids.length === place),
        ]),
      );
      const encoded = { version: 0, assignment, userData: Buffer.alloc(0) };
      return { memberId, memberAssignment: AssignerProtocol.MemberAssignment.encode(encoded) };
    });
    return Promise.resolve(assignments);
  },
  protocol({ topics }) {
    const metadata = { version: 0, topics, userData: Buffer.alloc(0) };
    return { name: this.name, metadata: AssignerProtocol.MemberMetadata.encode(metadata) };
  },
});
