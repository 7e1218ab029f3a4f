// Every defect at the end of a soak is reported.
import assert from 'node:assert/strict';
import test from 'node:test';
import { chance } from './random.mjs';
import { SendRecord } from './record.mjs';

const OPENING = 'Hello';

function recordOf(...texts) {
  const record = new SendRecord();
  for (const text of texts) {
    record.addAttempt('ida', text);
    record.addShown('ida', text);
  }
  return record;
}

/** The defects where the server has these texts and Oto sees those. */
function defects(record, served, seen = served) {
  const all = (texts) => [OPENING, ...texts];
  return record.defects(OPENING, all(served), { Ida: all(served), Oto: all(seen) });
}

test('all there, once, in order: no defect', () => {
  assert.deepEqual(defects(recordOf('a', 'b'), ['a', 'b']), []);
});

test('a lost, a doubled and a foreign message are reported', () => {
  assert.deepEqual(defects(recordOf('a', 'b'), ['a']), ['lost: b']);
  assert.deepEqual(defects(recordOf('a'), ['a', 'a']), [
    'doubled on the server: a',
    'shown twice to Ida: a',
    'shown twice to Oto: a',
  ]);
  assert.deepEqual(defects(recordOf('a'), ['a', 'z']), ['written by nobody: z']);
});

test('a reader who sees other messages or another order is reported', () => {
  const record = recordOf('a', 'b');
  assert.match(defects(record, ['a', 'b'], ['a'])[0], /^not shown to Oto: b/);
  assert.match(defects(record, ['a', 'b'], ['b', 'a'])[0], /^order of Oto, from: b instead of a/);
});

test('messages that the server has in another order than written are reported', () => {
  assert.deepEqual(defects(recordOf('a', 'b'), ['b', 'a']), ['out of the order written: b']);
});

test('a message whose row was never on screen may be there or not', () => {
  const record = recordOf('a');
  record.addAttempt('ida', 'b');
  assert.deepEqual(defects(record, ['a']), []);
  assert.deepEqual(defects(record, ['a', 'b']), []);
});

test('the same seed draws the same, and each name its own', () => {
  const draws = (seed, name) => Array.from({ length: 5 }, chance(seed, name).draw);
  assert.deepEqual(draws(7, 'writer 0'), draws(7, 'writer 0'));
  assert.notDeepEqual(draws(7, 'writer 0'), draws(7, 'writer 1'));
  assert.notDeepEqual(draws(7, 'writer 0'), draws(8, 'writer 0'));
});
