import type { PageTexts } from './page-texts.ts';

const CHANNELS = { push: 'Notification de l’application', sms: 'SMS', email: 'E-mail' } as const;
const BY = { push: 'par notification de l’application', sms: 'par SMS', email: 'par e-mail' } as const;
const KINDS = {
  marketing: 'de publicité',
  transactional: 'de messages de service',
  critical: 'de messages de sécurité',
} as const;
const from = (organisation: string | undefined): string =>
  organisation === undefined ? '' : ` de ${organisation}`;

/** French. */
export const FR: PageTexts = {
  language: 'fr',
  name: 'Français',
  languages: 'Langue',
  heading: (organisation) => (organisation === undefined ? 'Vos messages' : `Messages de ${organisation}`),
  intro:
    'Choisissez ce que vous souhaitez recevoir, et comment. Vous pouvez le modifier ici à tout moment. Toute personne qui a le lien vers cette page le peut aussi : ne le transmettez pas.',
  contact: (contact) => `Des questions ? ${contact}`,
  reach: {
    heading: 'Où nous vous joignons',
    devices: (count) => (count === 1 ? 'sur 1 appareil' : `sur ${count} appareils`),
    endingIn: (digits) => `numéro se terminant par ${digits}`,
    stoppedBySms:
      'Les SMS à ce numéro sont arrêtés, car STOP a été envoyé depuis celui-ci. Ils ne peuvent pas être réactivés ici : pour en recevoir à nouveau, envoyez START depuis ce téléphone.',
    stopped: 'Plus rien n’est envoyé ici, car quelqu’un nous a demandé d’arrêter.',
    nowhere: 'Nous n’avons ni numéro, ni adresse, ni application pour vous joindre.',
  },
  channels: CHANNELS,
  purposes: {
    marketing: {
      title: 'Publicité',
      statement: (organisation) =>
        `Je souhaite recevoir de la publicité${from(organisation)} sur les sujets et par les moyens que je coche. Je peux le modifier ici à tout moment.`,
    },
    transactional: {
      title: 'Messages de service',
      statement: (organisation) =>
        `Je souhaite recevoir des messages${from(organisation)} sur ce que j’ai commandé ou convenu, par les moyens que je coche.`,
    },
    critical: {
      title: 'Sécurité',
      statement: (organisation) =>
        `Je souhaite recevoir des messages de sécurité${from(organisation)}, comme des codes de connexion, par les moyens que je coche.`,
    },
  },
  everything: {
    title: 'Tout le reste de cette catégorie',
    text: 'Si vous décochez cette case, tout ce qui est de cette catégorie s’arrête par ce moyen, même ce qui est coché plus haut.',
  },
  pending: 'attend votre OUI par SMS',
  noTopics: 'Il n’y a pas de sujets à choisir pour le moment.',
  quietHours: {
    legend: 'Heures de calme',
    hint: 'Entre ces heures, nous vous laissons tranquille, selon l’heure de votre lieu de résidence ; les messages attendent ensuite. Les messages de sécurité, comme les codes de connexion, arrivent quand même. Laissez les deux vides si vous n’en voulez pas.',
    from: 'De',
    to: 'À',
    days: (days) => `Elles commencent : ${days}.`,
    weekdays: {
      mon: 'lundi',
      tue: 'mardi',
      wed: 'mercredi',
      thu: 'jeudi',
      fri: 'vendredi',
      sat: 'samedi',
      sun: 'dimanche',
    },
  },
  save: 'Enregistrer',
  end: {
    heading: 'Arrêter',
    marketing: {
      text: 'Plus de publicité, par aucun moyen. Les messages sur vos commandes et les messages de sécurité arrivent toujours.',
      button: 'Arrêter toute publicité',
    },
    all: {
      text: 'Plus rien par SMS, application ou e-mail : pas de nouvelles de vos commandes, ni de messages de sécurité comme les codes de connexion. Vous pouvez revenir ici.',
      button: 'Tout arrêter, même les messages de sécurité',
    },
  },
  notices: {
    saved: 'Enregistré. Ce que vous voyez maintenant est ce qui vaut.',
    unchanged: 'Rien n’a été modifié.',
    outdated:
      'Quelque chose avait changé depuis que vous avez ouvert cette page, donc toutes vos modifications n’ont pas été enregistrées. Ce que vous voyez maintenant est ce qui vaut : veuillez vérifier.',
    'more-ended':
      'Enregistré. Plus de choses se sont arrêtées que ce que vous avez décoché, car un arrêt va ici au-delà d’un sujet. Ce que vous voyez maintenant est ce qui vaut : cochez de nouveau ce que vous voulez garder.',
    'marketing-ended': 'Toute publicité est arrêtée.',
    'all-ended': 'Tout est arrêté. Cochez ce que vous souhaitez recevoir de nouveau.',
  },
  errors: {
    heading: 'Il y a un problème. Rien n’a été enregistré.',
    quietHoursHalf:
      'Les heures de calme ont besoin des deux heures ; laissez les deux vides si vous n’en voulez pas.',
    quietHoursSame: 'Les heures de calme ne peuvent pas commencer et finir en même temps.',
    quietHoursNoTime: 'Écrivez les heures de calme comme 22:00.',
  },
  unsubscribe: {
    title: 'Arrêter ces messages ?',
    question: ({ topic, purpose, channel }) =>
      `Je ne souhaite plus recevoir ${KINDS[purpose]} ${BY[channel]}${topic === undefined ? '' : ` sur « ${topic} »`}.`,
    button: 'Oui, arrêter',
    done: { title: 'Arrêté', text: 'Vous ne recevrez plus ces messages.' },
  },
  invalid: {
    title: 'Ce lien ne fonctionne pas',
    text: 'Il en manque peut-être une partie. Ouvrez le lien entier depuis le dernier message. Pour arrêter les SMS tout de suite, répondez STOP à l’un d’eux.',
  },
  expired: {
    title: 'Ce lien a expiré',
    text: 'Rien n’a été modifié. Ouvrez le lien d’un message plus récent, ou demandez-en un nouveau à l’expéditeur. Pour arrêter les SMS tout de suite, répondez STOP à l’un d’eux.',
  },
  gone: {
    title: 'Il n’y a plus rien ici',
    text: 'Rien n’est conservé à votre sujet sous ce lien, et rien ne vous est envoyé à cause de lui.',
  },
  unreadable: {
    title: 'Cela n’a pas fonctionné',
    text: 'Nous n’avons pas pu lire ce qui a été envoyé, donc rien n’a été modifié. Ouvrez de nouveau le lien et réessayez.',
  },
  unavailable: {
    title: 'Veuillez réessayer dans un instant',
    text: 'Nous ne pouvons pas être sûrs que cela a été enregistré. Ouvrez de nouveau le lien et vérifiez.',
  },
};
