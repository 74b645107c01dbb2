import type { LinkTexts } from './link-texts.ts';

/** French. */
export const FR: LinkTexts = {
  language: 'fr',
  name: 'Français',
  languages: 'Langue',
  notFound: {
    title: 'Ce lien ne fonctionne pas',
    text: 'Il en manque peut-être une partie. Ouvrez le lien entier depuis le message.',
  },
  expired: {
    title: 'Ce lien a expiré',
    text: 'Il est venu avec un message qui est maintenant trop ancien. Ouvrez le lien d’un message plus récent, ou adressez-vous à l’expéditeur.',
  },
  unreadable: {
    title: 'Cela n’a pas fonctionné',
    text: 'Nous n’avons pas pu lire ce qui a été envoyé, donc rien ne s’est passé. Ouvrez de nouveau le lien et réessayez.',
  },
  unavailable: {
    title: 'Veuillez réessayer dans un instant',
    text: 'Quelque chose ne fonctionne pas ici pour le moment. Ouvrez de nouveau le lien dans une minute.',
  },
  answer: {
    title: 'Envoyer votre réponse ?',
    question: (reply) => `Votre réponse : ${reply}`,
    button: 'Envoyer cette réponse',
    done: { title: 'Merci', text: 'Votre réponse est arrivée. Vous pouvez fermer cette page.' },
  },
};
