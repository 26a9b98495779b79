/**
 * The closed set of reasons for which the product refuses something. Each maps to one HTTP status
 * (`api/errors.ts`) and, where it can happen on a live section, to one close code (`domain/protocol.ts`).
 */
export type ErrorCode =
  | 'invalid' // the input does not have the shape asked for
  | 'not_signed_in'
  | 'second_factor_needed' // the workspace requires a second factor that this person has not set up
  | 'forbidden' // known, but not yours to do
  | 'not_found' // unknown, or not even yours to know of
  | 'conflict' // true when you looked, no longer true now
  | 'stage' // the stage of the section or report does not allow it
  | 'too_large'
  | 'too_many' // attempts or requests
  | 'unavailable'; // the database or a worker does not answer

/** What is wrong with one field of an input: `path` in dots, as in `sections.0.title`. */
export type FieldError = { path: string; message: string };

/** A refusal that is shown to the person as it stands: `message` says what is wrong, with what, and what to do. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];

  constructor(code: ErrorCode, message: string, fields: FieldError[] = []) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.fields = fields;
  }
}
