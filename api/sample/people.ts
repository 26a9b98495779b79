import type { Role } from '../../domain/workflow/roles.ts';

/** Somebody of the sample: `key` is how its content files call them, `code` is their state's tag. */
type SamplePerson = { code: string; name: string; roles: Role[] };

/** Everybody in the sample, all of them invented. Each state has a drafter and a clearing officer at least. */
export const SAMPLE_PEOPLE = {
  doyle: { code: 'AUS', name: 'Harriet Doyle', roles: ['drafter'] },
  reid: { code: 'AUS', name: 'Callum Reid', roles: ['clearing_officer'] },
  tremblay: { code: 'CAN', name: 'Mathieu Tremblay', roles: ['drafter'] },
  nair: { code: 'CAN', name: 'Priya Nair', roles: ['reviewer', 'clearing_officer'] },
  moreau: { code: 'FRA', name: 'Inès Moreau', roles: ['drafter'] },
  aubry: { code: 'FRA', name: 'Claire Aubry', roles: ['reviewer'] },
  lefevre: { code: 'FRA', name: 'Julien Lefèvre', roles: ['clearing_officer'] },
  brandt: { code: 'DEU', name: 'Jonas Brandt', roles: ['drafter'] },
  vogel: { code: 'DEU', name: 'Katrin Vogel', roles: ['reviewer', 'clearing_officer'] },
  ferrara: { code: 'ITA', name: 'Giulia Ferrara', roles: ['drafter'] },
  conti: { code: 'ITA', name: 'Paolo Conti', roles: ['clearing_officer'] },
  serra: { code: 'ITA', name: 'Luca Serra', roles: ['observer'] },
  tanabe: { code: 'JPN', name: 'Keiko Tanabe', roles: ['coordinator'] },
  mizuno: { code: 'JPN', name: 'Ryo Mizuno', roles: ['drafter'] },
  endo: { code: 'JPN', name: 'Haruka Endo', roles: ['reviewer', 'clearing_officer'] },
  dewit: { code: 'NLD', name: 'Sanne de Wit', roles: ['drafter'] },
  visser: { code: 'NLD', name: 'Bram Visser', roles: ['clearing_officer'] },
  parata: { code: 'NZL', name: 'Nikau Parata', roles: ['drafter', 'reviewer'] },
  fleming: { code: 'NZL', name: 'Ruth Fleming', roles: ['clearing_officer'] },
  han: { code: 'ROK', name: 'Han Ji-woo', roles: ['drafter'] },
  baek: { code: 'ROK', name: 'Baek Min-seo', roles: ['reviewer'] },
  seo: { code: 'ROK', name: 'Seo Dong-hyun', roles: ['clearing_officer'] },
  pryce: { code: 'GBR', name: 'Eleanor Pryce', roles: ['drafter'] },
  osei: { code: 'GBR', name: 'Amara Osei', roles: ['observer'] },
  ashworth: { code: 'GBR', name: 'Tom Ashworth', roles: ['clearing_officer'] },
  whitfield: { code: 'USA', name: 'Dana Whitfield', roles: ['coordinator'] },
  lane: { code: 'USA', name: 'Marcus Lane', roles: ['drafter'] },
  brooks: { code: 'USA', name: 'Elena Brooks', roles: ['reviewer', 'clearing_officer'] },
} as const satisfies Record<string, SamplePerson>;

export type PersonKey = keyof typeof SAMPLE_PEOPLE;

/** The keys, which `Object.keys` gives as mere text. */
export const PERSON_KEYS = Object.keys(SAMPLE_PEOPLE) as PersonKey[];

/** `ines.moreau@fra.example.org`: a domain that nobody can have mail at. */
export function sampleEmail({ code, name }: { code: string; name: string }): string {
  const local = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z-]+/g, '.');
  return `${local}@${code.toLowerCase()}.example.org`;
}
