import type { ReactNode } from 'react';

/** Small drawings beside words; they say nothing that the words don't. */
function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const PhoneIcon = () => (
  <Icon>
    <rect x="7" y="2.5" width="10" height="19" rx="2.5" />
    <path d="M11 18.5h2" />
  </Icon>
);

export const PeopleIcon = () => (
  <Icon>
    <circle cx="12" cy="8" r="3.5" />
    <path d="M5 20c.8-3.6 3.6-5.5 7-5.5s6.2 1.9 7 5.5" />
  </Icon>
);

export const JourneysIcon = () => (
  <Icon>
    <circle cx="6" cy="5.5" r="2" />
    <circle cx="6" cy="18.5" r="2" />
    <circle cx="18" cy="12" r="2" />
    <path d="M6 7.5v9M6 12h10" />
  </Icon>
);

export const RunsIcon = () => (
  <Icon>
    <circle cx="5.5" cy="6" r="2" />
    <circle cx="18.5" cy="18" r="2" />
    <path d="M7.5 6H14a3 3 0 0 1 0 6h-4a3 3 0 0 0 0 6h6.5" />
  </Icon>
);

export const MessagesIcon = () => (
  <Icon>
    <path d="M4 5.5h16v10.5h-9l-4.5 3.5v-3.5H4z" />
  </Icon>
);

export const DeadLettersIcon = () => (
  <Icon>
    <rect x="3.5" y="6" width="17" height="12.5" rx="1.5" />
    <path d="m4 7 8 6 8-6" />
  </Icon>
);

export const HealthIcon = () => (
  <Icon>
    <path d="M3 12.5h4l2.5-6 4 11 2.5-5h5" />
  </Icon>
);

export const ReviewsIcon = () => (
  <Icon>
    <path d="M4 5.5h16v10.5h-9l-4.5 3.5v-3.5H4z" />
    <path d="M12 8v3.2M12 13.4v.1" />
  </Icon>
);

export const PolicyIcon = () => (
  <Icon>
    <path d="M12 3.5 19 6v5.5c0 4.2-2.9 7.2-7 9-4.1-1.8-7-4.8-7-9V6z" />
    <path d="m9 11.8 2.2 2.2 4-4.2" />
  </Icon>
);

export const TemplatesIcon = () => (
  <Icon>
    <rect x="4" y="3.5" width="16" height="17" rx="2" />
    <path d="M8 8.5h8M8 12h8M8 15.5h4.5" />
  </Icon>
);

export const SendersIcon = () => (
  <Icon>
    <path d="M4 13V9.5l11-5v13.5l-11-5z" />
    <path d="M7 14.5V19h3v-3.2M18 9.5a3 3 0 0 1 0 3.8" />
  </Icon>
);

export const UnmatchedIcon = () => (
  <Icon>
    <path d="M4 5.5h16v10.5h-9l-4.5 3.5v-3.5H4z" />
    <path d="M9.8 9.2a2.2 2.2 0 1 1 3 2c-.6.3-.8.6-.8 1M12 13.9v.1" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <rect x="8.5" y="8.5" width="11" height="11" rx="2" />
    <path d="M15.5 5.5v-1h-11v11h1" />
  </Icon>
);

export const TickIcon = () => (
  <Icon>
    <path d="m5 12.5 4.5 4.5L19 7.5" />
  </Icon>
);

export const SunIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z" />
  </Icon>
);

export const AutoIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8" />
    <path d="M12 4v16M12 7a5 5 0 0 1 0 10" />
  </Icon>
);
