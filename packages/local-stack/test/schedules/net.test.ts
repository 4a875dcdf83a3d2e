import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, type SchedulesUnderTest, startReceiver, startSchedules } from "./support.ts";

let schedules: SchedulesUnderTest;
beforeAll(async () => {
  schedules = await startSchedules();
});
afterAll(() => schedules[Symbol.asyncDispose]());

async function send(call: string, values: unknown[] = []): Promise<string> {
  const [row] = await schedules.rows(`select ${call} as id`, values);
  return String(row?.id);
}

async function answerTo(id: string) {
  let answer: Record<string, unknown> | undefined;
  await eventually(async () => {
    [answer] = await schedules.rows("select * from net._http_response where id = $1", [id]);
    expect(answer).toBeDefined();
  });
  return answer ?? {};
}

describe("a request", () => {
  it("is posted with its parameters, headers and body, and its answer is kept", async () => {
    await using receiver = await startReceiver((_request, response, body) => {
      response.writeHead(201, { "content-type": "application/json", "x-seen": "yes" }).end(body);
    });
    const id = await send(
      `net.http_post($1, '{"a": "ü"}', '{"q": "x y&"}', '{"Authorization": "Bearer t"}')`,
      [`${receiver.url}/path?first=1`],
    );
    expect(await answerTo(id)).toMatchObject({
      status_code: 201,
      content_type: "application/json",
      content: '{"a": "ü"}',
      headers: expect.objectContaining({ "x-seen": "yes" }),
      timed_out: false,
      error_msg: null,
    });
    expect(receiver.received).toMatchObject([
      {
        method: "POST",
        url: "/path?first=1&q=x%20y%26",
        headers: {
          authorization: "Bearer t",
          "content-type": "application/json",
          "user-agent": "pg_net/0.20.4",
        },
        body: '{"a": "ü"}',
      },
    ]);
  });

  it("may get and delete", async () => {
    await using receiver = await startReceiver();
    await answerTo(await send("net.http_get($1)", [receiver.url]));
    await answerTo(await send(`net.http_delete($1, body := '{"b": 1}')`, [receiver.url]));
    expect(receiver.received.map(({ method, body }) => [method, body])).toEqual([
      ["GET", ""],
      ["DELETE", '{"b": 1}'],
    ]);
  });

  it("is sent after its transaction is committed, and never when that is rolled back", async () => {
    await using receiver = await startReceiver();
    await schedules.operator.query("begin");
    await send("net.http_get($1)", [`${receiver.url}/undone`]);
    await schedules.operator.query("rollback");
    await schedules.operator.query("begin");
    const id = await send("net.http_get($1)", [`${receiver.url}/done`]);
    const other = await schedules.as("postgres");
    const { rows } = await other.query("select net.http_get($1) as id", [`${receiver.url}/other`]);
    await answerTo(rows[0].id);
    expect(receiver.received.map(({ url }) => url)).toEqual(["/other"]);
    await schedules.operator.query("commit");
    await answerTo(id);
    expect(receiver.received.map(({ url }) => url)).toEqual(["/other", "/done"]);
  });

  it("that takes too long is given up", async () => {
    await using receiver = await startReceiver(() => undefined);
    const id = await send("net.http_get($1, timeout_milliseconds := 200)", [receiver.url]);
    expect(await answerTo(id)).toMatchObject({
      status_code: null,
      timed_out: true,
      error_msg: expect.stringMatching(/^Timeout of 200 ms reached\. Total time: /),
    });
  });

  it("that cannot be made says why", async () => {
    await using broken = await startReceiver((request) => request.socket.destroy());
    const refused = await answerTo(await send("net.http_get('http://127.0.0.1:9')"));
    expect(refused).toMatchObject({ timed_out: false, error_msg: "Couldn't connect to server" });
    const unknown = await answerTo(await send("net.http_get('http://nobody.invalid')"));
    expect(unknown.error_msg).toBe("Couldn't resolve host name");
    const silent = await answerTo(await send("net.http_get($1)", [broken.url]));
    expect(silent.error_msg).toBe("Server returned nothing (no headers, no data)");
  });

  it("follows redirects, and leaves the authorization behind at another origin", async () => {
    await using target = await startReceiver();
    await using first = await startReceiver((_request, response) => {
      response.writeHead(302, { location: `${target.url}/there` }).end();
    });
    const id = await send(`net.http_post($1, headers := '{"Authorization": "secret"}')`, [
      first.url,
    ]);
    expect(await answerTo(id)).toMatchObject({ status_code: 200, content: "fine" });
    expect(target.received).toMatchObject([{ method: "GET", url: "/there" }]);
    expect(target.received[0]?.headers.authorization).toBeUndefined();
    expect(first.received[0]?.headers.authorization).toBe("secret");
  });

  it("is refused at once with a bad address or content type", async () => {
    await expect(send("net.http_get('localhost:80')")).rejects.toThrow("Unsupported URL scheme");
    await expect(send("net.http_get('/path')")).rejects.toThrow('invalid URL "/path"');
    await expect(send("net.http_get(null)")).rejects.toThrow('null value in column "url"');
    await expect(
      send(`net.http_post('http://x', headers := '{"content-type": "text/plain"}')`),
    ).rejects.toThrow('Content-Type header must be "application/json"');
  });
});

describe("requests", () => {
  it("in a crowd are all sent, the slow ones beside the fast", async () => {
    await using receiver = await startReceiver((request, response) => {
      if (request.url !== "/slow") response.end("fast");
    });
    await schedules.rows(
      `select net.http_get($1 || '/slow', timeout_milliseconds := 400) from generate_series(1, 10)`,
      [receiver.url],
    );
    const fast = await schedules.rows(
      "select net.http_get($1 || '/fast') as id from generate_series(1, 250)",
      [receiver.url],
    );
    await eventually(async () => {
      const [row] = await schedules.rows(
        "select count(*) from net._http_response where id = any ($1) and status_code = 200",
        [fast.map(({ id }) => id)],
      );
      expect(Number(row?.count)).toBe(250);
    });
  });

  it("may be sent by the API's roles, who see neither the queue nor the answers", async () => {
    await using receiver = await startReceiver();
    for (const role of ["anon", "authenticated"]) {
      await schedules.operator.query(`set role ${role}`);
      await send("net.http_get($1)", [`${receiver.url}/${role}`]);
      await expect(schedules.rows("select * from net._http_response")).rejects.toThrow(
        "permission denied",
      );
      await expect(schedules.rows("select * from net.http_request_queue")).rejects.toThrow(
        "permission denied",
      );
      await schedules.operator.query("reset role");
    }
    await eventually(() => {
      expect(receiver.received.map(({ url }) => url).sort()).toEqual(["/anon", "/authenticated"]);
    });
  });

  it("are known to the documented helper functions", async () => {
    await using receiver = await startReceiver();
    const id = await send("net.http_get($1)", [receiver.url]);
    const [row] = await schedules.rows(
      "select (r).status, (r).message, ((r).response).status_code, ((r).response).body from net.http_collect_response($1, false) as r",
      [id],
    );
    expect(row).toEqual({ status: "SUCCESS", message: "ok", status_code: 200, body: "fine" });
    await schedules.rows("select net.check_worker_is_up(), net.wait_until_running(), net.wake()");
  });
});
