import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes one event straight to Kafka, in binary mode: SendEvent [recipient] [parcel]. */
public final class SendEvent {
  public static void main(String[] args) throws Exception {
    var recipient = args.length > 0 ? args[0] : "bo";
    var parcel = args.length > 1 ? args[1] : "P-" + System.currentTimeMillis();
    var brokers = System.getenv().getOrDefault("KAFKA_BROKERS", "127.0.0.1:9092");
    // No partitioner is set: the default takes murmur2 of the key, so a recipient's events stay in order.
    Map<String, Object> settings = Map.of("bootstrap.servers", brokers, "acks", "all");
    var strings = new StringSerializer();
    try (var producer = new KafkaProducer<>(settings, strings, strings)) {
      var data = "{\"parcelId\":\"" + parcel + "\",\"place\":\"Kiosk 7\",\"weightKg\":2}";
      var record = new ProducerRecord<>("hermod.domain-events", recipient, data);
      Map.of(
              "ce_specversion", "1.0",
              "ce_source", "/post", // source and id together are the event: sent twice, it counts once
              "ce_id", parcel + "-arrived",
              "ce_type", "com.post.parcel.arrived",
              "ce_subject", recipient,
              "content-type", "application/json")
          .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
      var written = producer.send(record).get();
      System.out.println(parcel + "-arrived for " + recipient + " is on partition " + written.partition());
    }
  }
}
