// Whatever is wrong at the end of a soak is told.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Book } from './book.mjs';
import { chance } from './random.mjs';

const OPENING = 'Hello';

function written(...texts) {
  const book = new Book();
  for (const text of texts) {
    book.tried('ida', text);
    book.wrote('ida', text);
  }
  return book;
}

/** The faults where the server has these texts and both readers are shown those. */
function faults(book, served, shown = served) {
  const all = (texts) => [OPENING, ...texts];
  return book.faults(OPENING, all(served), { Ida: all(served), Oto: all(shown) });
}

test('all there, once, in order: nothing to tell', () => {
  assert.deepEqual(faults(written('a', 'b'), ['a', 'b']), []);
});

test('a lost, a doubled and a foreign message are told', () => {
  assert.deepEqual(faults(written('a', 'b'), ['a']), ['lost: b']);
  assert.deepEqual(faults(written('a'), ['a', 'a']), [
    'doubled on the server: a',
    'shown twice to Ida: a',
    'shown twice to Oto: a',
  ]);
  assert.deepEqual(faults(written('a'), ['a', 'z']), ['written by nobody: z']);
});

test('what one of them is shown otherwise is told', () => {
  const book = written('a', 'b');
  assert.match(faults(book, ['a', 'b'], ['a'])[0], /^not shown to Oto: b/);
  assert.match(faults(book, ['a', 'b'], ['b', 'a'])[0], /^order of Oto, from: b instead of a/);
});

test('what the server has in another order than it was written is told', () => {
  assert.deepEqual(faults(written('a', 'b'), ['b', 'a']), ['out of the order written: b']);
});

test('a message whose row was never on screen may be there or not', () => {
  const book = written('a');
  book.tried('ida', 'b');
  assert.deepEqual(faults(book, ['a']), []);
  assert.deepEqual(faults(book, ['a', 'b']), []);
});

test('the same seed draws the same, and each name its own', () => {
  const draws = (seed, name) => Array.from({ length: 5 }, chance(seed, name).draw);
  assert.deepEqual(draws(7, 'writer 0'), draws(7, 'writer 0'));
  assert.notDeepEqual(draws(7, 'writer 0'), draws(7, 'writer 1'));
  assert.notDeepEqual(draws(7, 'writer 0'), draws(8, 'writer 0'));
});
