/** A state as it takes part: the tag shown everywhere, and its two names. */
export type DelegationNames = { code: string; shortName: string; formalName: string };

/** How many tones the palette has; `tone` counts from 0. */
export const TONES = 20;

/** The participating states of the Multilateral Sanctions Monitoring Team, in English alphabetical order. */
export const MSMT_STATES: DelegationNames[] = [
  { code: 'AUS', shortName: 'Australia', formalName: 'Australia' },
  { code: 'CAN', shortName: 'Canada', formalName: 'Canada' },
  { code: 'FRA', shortName: 'France', formalName: 'The French Republic' },
  { code: 'DEU', shortName: 'Germany', formalName: 'The Federal Republic of Germany' },
  { code: 'ITA', shortName: 'Italy', formalName: 'The Italian Republic' },
  { code: 'JPN', shortName: 'Japan', formalName: 'Japan' },
  { code: 'NLD', shortName: 'Netherlands', formalName: 'The Kingdom of the Netherlands' },
  { code: 'NZL', shortName: 'New Zealand', formalName: 'New Zealand' },
  { code: 'ROK', shortName: 'Republic of Korea', formalName: 'The Republic of Korea' },
  {
    code: 'GBR',
    shortName: 'United Kingdom',
    formalName: 'The United Kingdom of Great Britain and Northern Ireland',
  },
  { code: 'USA', shortName: 'United States', formalName: 'The United States of America' },
];

/**
 * Whether `code` can be a delegation's tag: a three-letter code of ISO 3166-1, or one of the tags that
 * diplomacy uses beside it.
 */
export function isDelegationCode(code: string): boolean {
  return ISO_3166_ALPHA_3.has(code) || TAGS_IN_USE.has(code);
}

/** The lowest tone that nobody has, or the least used one when all twenty are taken. */
export function toneFor(taken: number[]): number {
  const uses = Array.from({ length: TONES }, (_, tone) => taken.filter((used) => used === tone).length);
  return uses.indexOf(Math.min(...uses));
}

/** ROK is what the Republic of Korea (KOR) is called among those who also speak of the DPRK; EU and UN are no states. */
const TAGS_IN_USE = new Set(['ROK', 'EU', 'UN']);

const ISO_3166_ALPHA_3 = new Set(
  `ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH
  BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB
  CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO
  GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN
  IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA
  MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER
  NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU
  RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
  TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT
  WLF WSM YEM ZAF ZMB ZWE`.split(/\s+/),
);
