import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { NodeJson, SectionKind, SectionOutline } from '../domain/document/outline.ts';
import type { EventDetails, EventKind } from '../domain/events.ts';
import type { Manifest } from '../domain/publication/manifest.ts';
import type { PositionKind } from '../domain/workflow/positions.ts';
import type { Role } from '../domain/workflow/roles.ts';
import type { ReportStage, SectionStage } from '../domain/workflow/stages.ts';

/** The moment at which the row was made; Postgres sets it unless a sample with a past is loaded. */
type Made = ColumnType<Date, Date | undefined, never>;

/** Sign-in: the tables `user`, `session`, `account`, `verification` and `two_factor` are better-auth's. */
export type UserTable = {
  id: string;
  name: string;
  email: string;
  emailVerified: Generated<boolean>;
  image: string | null;
  twoFactorEnabled: Generated<boolean>;
  createdAt: Generated<Date>;
  updatedAt: Generated<Date>;
};

export type SessionTable = {
  id: string;
  userId: string;
  token: string;
  expiresAt: Date;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Generated<Date>;
  updatedAt: Generated<Date>;
};

/** How a user signs in; for us always by a password (`providerId` is `credential`, `accountId` the user's id). */
export type AccountTable = {
  id: string;
  userId: string;
  accountId: string;
  providerId: string;
  /** The scrypt hash. */
  password: string | null;
  createdAt: Generated<Date>;
  updatedAt: Generated<Date>;
};

/** The key of somebody's authenticator app, as better-auth keeps it; none of it is ours to read. */
export type TwoFactorTable = { id: string; userId: string };

/** How often something was tried since `startedAt`; `key` is a SHA-256. */
export type AttemptTable = { key: string; count: number; startedAt: Date };

/** The one row (`id` = 1) that is this installation. `setUpTokenHash`: SHA-256 of the link that is still good, if any. */
export type WorkspaceTable = {
  id: Generated<number>;
  name: string;
  requireSecondFactor: Generated<boolean>;
  setUpTokenHash: string | null;
  setUpAt: Date | null;
};

export type DelegationTable = {
  id: Generated<string>;
  /** Two or three letters, the tag shown everywhere: JPN, ROK, USA. */
  code: string;
  shortName: string;
  formalName: string;
  /** Which of the palette's twenty tones. */
  tone: number;
  createdAt: Made;
};

export type MemberTable = {
  userId: string;
  delegationId: string;
  roles: Role[];
  /** Removed members keep their row, since what they wrote keeps their name. */
  removedAt: Date | null;
  lastSeenAt: Date | null;
  createdAt: Made;
  /** Counted up by a trigger with every change of what this person may do. */
  rightsStamp: Generated<number>;
};

export type InvitationTable = {
  id: Generated<string>;
  tokenHash: string;
  email: string;
  delegationId: string;
  roles: Role[];
  invitedBy: string;
  createdAt: Made;
  expiresAt: Date;
  acceptedAt: Date | null;
  withdrawnAt: Date | null;
};

export type ReportTable = {
  id: Generated<string>;
  symbol: string;
  title: string;
  languages: string[];
  stage: Generated<ReportStage>;
  /** True for the sample, which says so on every page and in print. */
  sample: Generated<boolean>;
  createdBy: string;
  createdAt: Made;
};

export type SectionTable = {
  id: Generated<string>;
  reportId: string;
  /** Order in the report, from 0 without gaps among the sections not removed. */
  place: number;
  kind: SectionKind;
  title: string;
  stage: Generated<SectionStage>;
  leadDelegationId: string;
  penHolderId: string | null;
  dueAt: Date | null;
  createdAt: Made;
  removedAt: Date | null;
  removedReason: string | null;
  /** Counted up by a trigger with every change of who may do what here. */
  rightsStamp: Generated<number>;
};

export type SectionContributorTable = { sectionId: string; delegationId: string };

/** What is known of a section's text beside its log. */
export type SectionDocTable = {
  sectionId: string;
  /** The number under which its log is found. */
  log: Generated<number>;
  /** The year in which the report was begun: the partition that holds the log. */
  shelf: number;
  /** The encoded Y.Doc as of `snapshotHead`, and its state vector. */
  snapshot: Buffer | null;
  snapshotVector: Buffer | null;
  snapshotHead: Generated<number>;
  /** The log's sequence number as of which the outline and the digest stand: at most a moment behind it. */
  derivedHead: Generated<number>;
  outline: JSONColumnType<SectionOutline>;
  digest: string;
  changedAt: Date | null;
  changedBy: string | null;
};

/** Append-only, enforced by a trigger: what somebody did in one flush. `seq` counts from 1 without gaps in each log. */
export type SectionUpdateTable = {
  at: Made;
  log: number;
  seq: number;
  author: number;
  shelf: number;
  payload: Buffer;
};

/** Somebody who writes for a state, as the log names them. */
export type AuthorTable = { no: Generated<number>; userId: string; delegationId: string };

/** Which person a Yjs client id belongs to, claimed at first use. */
export type SectionClientTable = { sectionId: string; clientId: number; userId: string };

export const VERSION_REASONS = ['autosave', 'named', 'stage', 'restore'] as const;

export type VersionTable = {
  id: Generated<string>;
  sectionId: string;
  /** The log's sequence number that this version is the text of. */
  head: number;
  reason: (typeof VERSION_REASONS)[number];
  name: string | null;
  state: Buffer;
  document: JSONColumnType<NodeJson>;
  digest: string;
  createdBy: string;
  createdAt: Made;
};

export type ThreadTable = {
  id: Generated<string>;
  sectionId: string;
  quote: string;
  /** `delegation`: only the author's own delegation can see that it exists. */
  visibility: 'all' | 'delegation';
  delegationId: string;
  createdBy: string;
  createdAt: Made;
  resolvedAt: Date | null;
  resolvedBy: string | null;
};

export type CommentTable = {
  id: Generated<string>;
  threadId: string;
  authorId: string;
  delegationId: string;
  body: string;
  createdAt: Made;
};

/** Append-only: the newest row of a section and delegation is its position. */
export type PositionTable = {
  id: Generated<number>;
  sectionId: string;
  delegationId: string;
  kind: PositionKind;
  comment: string;
  digest: string;
  versionId: string;
  takenBy: string;
  takenAt: Made;
};

export type FileTable = {
  id: Generated<string>;
  reportId: string;
  sha256: string;
  mediaType: string;
  /** Pixels. */
  width: number;
  height: number;
  bytes: Buffer;
  name: string;
  uploadedBy: string;
  createdAt: Made;
};

/** Append-only, enforced by a trigger: who did what. */
export type EventTable = {
  id: Generated<number>;
  reportId: string | null;
  sectionId: string | null;
  kind: EventKind;
  actorId: string | null;
  delegationId: string | null;
  /** Null: everybody sees it; otherwise only this delegation. */
  visibleTo: string | null;
  details: JSONColumnType<EventDetails>;
  at: Made;
};

/** Immutable, enforced by a trigger. */
export type PublicationTable = {
  id: Generated<string>;
  reportId: string;
  /** In the public address, from the symbol: `msmt-2026-1`, then `msmt-2026-1-2` for edition 2. */
  slug: string;
  edition: number;
  symbol: string;
  title: string;
  manifest: JSONColumnType<Manifest>;
  publishedBy: string;
  publishedAt: Made;
};

/** Immutable, enforced by a trigger. */
export type PublicationFileTable = {
  publicationId: string;
  name: string;
  mediaType: string;
  sha256: string;
  bytes: Buffer;
};

export type Database = {
  user: UserTable;
  session: SessionTable;
  twoFactor: TwoFactorTable;
  account: AccountTable;
  attempt: AttemptTable;
  workspace: WorkspaceTable;
  delegation: DelegationTable;
  member: MemberTable;
  invitation: InvitationTable;
  report: ReportTable;
  section: SectionTable;
  sectionContributor: SectionContributorTable;
  sectionDoc: SectionDocTable;
  sectionUpdate: SectionUpdateTable;
  author: AuthorTable;
  sectionClient: SectionClientTable;
  version: VersionTable;
  thread: ThreadTable;
  comment: CommentTable;
  position: PositionTable;
  file: FileTable;
  event: EventTable;
  publication: PublicationTable;
  publicationFile: PublicationFileTable;
};
