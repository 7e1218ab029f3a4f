// The server's end of live lines: as much of RFC 6455 as text frames of a browser need.
import { createHash } from 'node:crypto';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;

/** A frame with these bytes. */
function framed(opcode, bytes) {
  const head = bytes.length < 126 ? Buffer.alloc(2) : Buffer.alloc(4);
  head[0] = 0x80 | opcode;
  head[1] = Math.min(bytes.length, 126);
  if (head.length === 4) head.writeUInt16BE(bytes.length, 2);
  return Buffer.concat([head, bytes]);
}

/** The frames in a buffer and what is left of it. A browser's frames are masked and here are short. */
function framesIn(buffer) {
  const frames = [];
  let rest = buffer;
  while (rest.length >= 6 && rest.length >= 6 + (rest[1] & 0x7f)) {
    const end = 6 + (rest[1] & 0x7f);
    const mask = rest.subarray(2, 6);
    const bytes = rest.subarray(6, end).map((byte, index) => byte ^ mask[index % 4]);
    frames.push({ opcode: rest[0] & 0x0f, text: Buffer.from(bytes).toString() });
    rest = rest.subarray(end);
  }
  return { frames, rest };
}

/** Answers the handshake; `hear` gets the texts. Gives `{ send, close }`. */
export function accept(request, socket, hear, closed) {
  const key = request.headers['sec-websocket-key'];
  const proof = createHash('sha1').update(key + GUID).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Accept: ${proof}\r\n\r\n`,
  );
  socket.setNoDelay(true);
  let waiting = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    const { frames, rest } = framesIn(Buffer.concat([waiting, bytes]));
    waiting = rest;
    for (const { opcode, text } of frames) {
      if (opcode === TEXT) hear(text);
      if (opcode === CLOSE) socket.end(framed(CLOSE, Buffer.alloc(0)));
    }
  });
  socket.on('close', closed);
  socket.on('error', () => socket.destroy());
  return {
    send: (text) => socket.write(framed(TEXT, Buffer.from(text))),
    close: () => socket.destroy(),
  };
}
