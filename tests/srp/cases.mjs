// What each vector is about. `of…` say which numbers the secret numbers of both sides are chosen for.

const USUAL = {
  pool: 'us-east-1_Ab1Cd2Ef3',
  userId: '4f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
  password: 'Cruddur-demo-1',
  salt: '3fa1c5d27e9b80416dc2aa53f7e81904',
  secretBlock: Buffer.from('what the pool wants back as it is').toString('base64'),
  at: '2026-11-26T23:04:05Z',
};

export const CASES = [
  { name: 'a plain password' },
  { name: 'an accented letter in the password', password: 'Schlüssel-für-Ähren-1' },
  { name: 'an accent of its own in the password', password: 'Schlu\u0308ssel-fu\u0308r-A\u0308hren-1' },
  { name: 'emoji in the password', password: 'Open 🗝️ sesame 👩‍👩‍👧 1' },
  { name: 'spaces, a colon and a quote in the password', password: ' a: "b" \\ ' },
  { name: 'a salt with leading zero bytes', salt: '0000c5d27e9b80416dc2aa53f7e81904' },
  { name: 'a salt with a leading zero byte before a low one', salt: '0071c5d27e9b80416dc2aa53f7e81904' },
  { name: 'a salt of an odd number of digits', salt: 'fa1c5d27e9b80416dc2aa53f7e81904' },
  { name: 'a salt with the top bit set', salt: 'f3a1c5d27e9b80416dc2aa53f7e81904' },
  { name: 'a salt of one byte', salt: '7' },
  { name: 'an A that begins with a zero byte', ofA: (srpA) => srpA.length < 767 },
  { name: 'a B with the top bit set', ofB: (srpB) => /^[89a-f].{767}$/.test(srpB) },
  { name: 'a B of an odd number of digits', ofB: (srpB) => srpB.length === 767 },
  { name: 'a B that begins with a zero byte, left out', ofB: (srpB) => srpB.length === 766 },
  {
    name: 'a B that begins with a zero byte, written out',
    ofB: (srpB) => srpB.length === 766,
    sentB: (srpB) => srpB.padStart(768, '0'),
  },
  {
    name: 'a B in capital letters',
    sentB: (srpB) => srpB.toUpperCase(),
  },
  { name: 'a scrambler that begins with a zero byte', ofScrambler: (u) => u < 1n << 248n },
  { name: 'a shared secret that begins with a zero byte', ofSecret: (s) => s < 1n << 3064n },
  { name: 'a day of one digit', at: '2026-04-05T06:07:08Z' },
  { name: 'the first day of a year, in its first second', at: '2028-01-01T00:00:00Z' },
  { name: 'a user id with an underscore and capitals', userId: 'Ida_Von_Example' },
  { name: 'a user id that is not ASCII', userId: 'ída@exämple.com' },
  { name: 'a pool with digits only', pool: 'us-gov-west-1_000000001' },
].map((about) => ({ ...USUAL, ...about }));

/** A device: the key of its group stands where a pool's name does. */
const DEVICE = {
  pool: '_-xYz1Ab2C',
  userId: 'us-east-1_5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c8d',
  password: Buffer.from('forty bytes that nobody has ever thought').toString('base64'),
};

export const DEVICES = [
  { name: 'a device' },
  { name: 'a device whose salt is written in letters', salt: Buffer.from('0fa1c5d27e9b8041').toString('hex') },
  { name: 'a device, with an A that begins with a zero byte', ofA: (srpA) => srpA.length < 767 },
  { name: 'a device, with a B that begins with a zero byte', ofB: (srpB) => srpB.length === 766 },
].map((about) => ({ ...USUAL, ...DEVICE, ...about }));
