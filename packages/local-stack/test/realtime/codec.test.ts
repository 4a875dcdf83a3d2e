import { describe, expect, it } from "vitest";
import {
  decodeUserBroadcastPush,
  encodeUserBroadcast,
} from "../../src/services/realtime/binary-frames.ts";
import { decodeMessage, encodeText, RoomFrame } from "../../src/services/realtime/codec.ts";

const push = (topic: Buffer, event: Buffer, payload: Buffer, encoding = 1) =>
  Buffer.concat([
    Buffer.from([3, 1, 1, topic.length, event.length, 0, encoding]),
    Buffer.from("67"),
    topic,
    event,
    payload,
  ]);

describe("text frames", () => {
  it("1.0.0 is an object", () => {
    const frame = '{"topic":"realtime:a","event":"e","payload":{"n":1},"ref":"2","join_ref":"1"}';
    expect(decodeMessage("1.0.0", Buffer.from(frame), false)).toEqual({
      kind: "text",
      joinRef: "1",
      ref: "2",
      topic: "realtime:a",
      event: "e",
      payload: { n: 1 },
    });
  });

  it("2.0.0 is an array", () => {
    expect(decodeMessage("2.0.0", Buffer.from('["1",2,"realtime:a","e",null]'), false)).toEqual({
      kind: "text",
      joinRef: "1",
      ref: "2",
      topic: "realtime:a",
      event: "e",
      payload: null,
    });
  });

  it.each([
    "",
    "1",
    "{}",
    "[]",
    '["1","2","t"]',
    '["1","2",3,"e",{}]',
    '{"topic":"t","event":"e"}',
  ])("%s is no message in either", (frame) => {
    expect(decodeMessage("1.0.0", Buffer.from(frame), false)).toBeUndefined();
    expect(decodeMessage("2.0.0", Buffer.from(frame), false)).toBeUndefined();
  });

  it("are written without join_ref in 1.0.0 and with it first in 2.0.0", () => {
    const envelope = { joinRef: "1", ref: null, topic: 'a"b', event: "system" };
    expect(encodeText("1.0.0", envelope, "{}")).toBe(
      '{"topic":"a\\"b","event":"system","payload":{},"ref":null}',
    );
    expect(encodeText("2.0.0", envelope, "{}")).toBe('["1",null,"a\\"b","system",{}]');
  });
});

describe("binary frames", () => {
  it("a push is read as realtime-js writes it", () => {
    const frame = Buffer.from("0301010e0200013637", "hex");
    const rest = Buffer.from('realtime:room1e1{"a":1}');
    expect(decodeMessage("2.0.0", Buffer.concat([frame, rest]), true)).toEqual({
      kind: "broadcast",
      joinRef: "6",
      ref: "7",
      topic: "realtime:room1",
      event: "broadcast",
      broadcast: { event: "e1", encoding: "json", payload: Buffer.from('{"a":1}') },
    });
  });

  it("names that are not UTF-8 are Latin-1, as older clients wrote them", () => {
    for (const encoding of ["utf8", "latin1"] as const) {
      const [topic, event] = [Buffer.from("realtime:é", encoding), Buffer.from("ü", encoding)];
      const message = decodeUserBroadcastPush(push(topic, event, Buffer.from("{}")));
      expect([message?.topic, message?.broadcast.event]).toEqual(["realtime:é", "ü"]);
    }
  });

  it("is refused when cut short, of another kind, of unknown encoding or not the JSON it claims", () => {
    const whole = push(Buffer.from("realtime:a"), Buffer.from("e"), Buffer.from("{}"));
    for (let length = 0; length < whole.length - 2; length += 1) {
      expect(decodeUserBroadcastPush(whole.subarray(0, length))).toBeUndefined();
    }
    const name = Buffer.from("a");
    expect(decodeUserBroadcastPush(push(name, name, Buffer.from("{"), 1))).toBeUndefined();
    expect(decodeUserBroadcastPush(push(name, name, Buffer.from("{"), 0))).toBeDefined();
    expect(decodeUserBroadcastPush(push(name, name, Buffer.from("{}"), 2))).toBeUndefined();
    expect(decodeMessage("1.0.0", whole, true)).toBeUndefined();
    whole[0] = 0;
    expect(decodeUserBroadcastPush(whole)).toBeUndefined();
  });

  it("kind 4 counts bytes, not characters, and gives up above 255", () => {
    const broadcast = {
      topic: "é",
      event: "e",
      encoding: "json",
      payload: Buffer.from("1"),
    } as const;
    expect(encodeUserBroadcast({ ...broadcast, meta: "{}" })).toEqual(
      Buffer.concat([Buffer.from([4, 2, 1, 2, 1]), Buffer.from("ée{}1")]),
    );
    expect(encodeUserBroadcast({ ...broadcast, topic: "é".repeat(128) })).toBeUndefined();
  });
});

describe("a frame for a room", () => {
  const broadcast = {
    topic: "realtime:a",
    event: "e",
    encoding: "json",
    payload: Buffer.from('{"n": 1}'),
    meta: '{"id":"x"}',
  } as const;

  it("is encoded once for each version", () => {
    const frame = RoomFrame.broadcast(broadcast);
    expect(frame.for("2.0.0")).toBe(frame.for("2.0.0"));
    expect(frame.for("2.0.0")).toMatchObject({ isBinary: true });
  });

  it("is text for 1.0.0 and for what a binary frame cannot carry", () => {
    const text = RoomFrame.broadcast(broadcast).for("1.0.0");
    expect(JSON.parse(String(text?.data))).toEqual({
      topic: "realtime:a",
      event: "broadcast",
      ref: null,
      payload: { type: "broadcast", event: "e", payload: { n: 1 }, meta: { id: "x" } },
    });
    const long = RoomFrame.broadcast({ ...broadcast, event: "e".repeat(256) });
    expect(long.for("2.0.0")).toMatchObject({ isBinary: false });
  });

  it("is nothing where raw bytes would have to be text", () => {
    const bytes = RoomFrame.broadcast({ ...broadcast, encoding: "binary" });
    expect(bytes.for("1.0.0")).toBeUndefined();
    expect(bytes.for("2.0.0")).toMatchObject({ isBinary: true });
  });
});
