import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createDomains } from "../../../functions/domains/app.ts";
import { type Client, signUp } from "../../helpers/api.ts";
import { type DnsAnswer, startDnsServer } from "../../helpers/dns-server.ts";
import { giveEdgeEnvironment } from "../../helpers/edge.ts";

/** What the world's DNS says during these tests. */
const zone = new Map<string, DnsAnswer>();
let server: AsyncDisposable;
beforeAll(async () => {
  server = await startDnsServer(inject("dnsPort"), zone);
});
afterAll(() => server[Symbol.asyncDispose]());

async function newOwner() {
  const { client } = await signUp({ organization_name: "Acme" });
  const { data } = await client.from("organizations").select("id").single().throwOnError();
  return { client, org: data.id };
}

async function claim({ client, org }: { client: Client; org: string }, hostname = newHostname()) {
  const { data } = await client
    .from("organization_domains")
    .insert({ organization_id: org, hostname })
    .select()
    .single()
    .throwOnError();
  return data;
}

const newHostname = () => `${randomUUID()}.example`;

/** What the function answered, whatever it was. */
async function verify(client: Client, id: string) {
  const { data, response } = await client.functions.invoke(`domains/${id}/verify`, {
    method: "POST",
  });
  return { status: response?.status, ...(data ?? (await response?.json())) };
}

async function stateOf(client: Client, id: string) {
  const domains = client.from("organization_domains").select("verified_at, checked_at, version");
  return (await domains.eq("id", id).single().throwOnError()).data;
}

describe("asking DNS", () => {
  test("verifies a domain whose record says its token, among others and in pieces", async () => {
    const owner = await newOwner();
    const domain = await claim(owner);
    const { hostname, verification_token: token } = domain;
    const others = Array.from({ length: 8 }, (_, index) => [`other=${index}`]);
    zone.set(`_flowdesk.${hostname}`, [...others, [token.slice(0, 9), token.slice(9)]]);
    expect(await verify(owner.client, domain.id)).toMatchObject({
      status: 200,
      hostname,
      verified_at: expect.any(String),
      records_seen: expect.arrayContaining([token, "other=7"]),
    });
    const { data } = await owner.client.rpc("resolve_organization", { hostname });
    expect(data).toMatchObject([{ id: owner.org, primary_hostname: hostname }]);
  });

  test.for<[string, DnsAnswer, string[]]>([
    ["the name is not there", "no_such_name", []],
    ["it has no such record", [], []],
    ["its name server fails", "failure", []],
    [
      "the record says something else",
      [["flowdesk-0"], ["v=spf1 -all"]],
      ["flowdesk-0", "v=spf1 -all"],
    ],
  ])("says what it saw when %s", async ([, answer, records_seen]) => {
    const owner = await newOwner();
    const domain = await claim(owner);
    zone.set(`_flowdesk.${domain.hostname}`, answer);
    const seen = await verify(owner.client, domain.id);
    expect(seen).toMatchObject({ status: 200, verified_at: null });
    expect(seen.records_seen.sort()).toEqual(records_seen);
    expect(await stateOf(owner.client, domain.id)).toMatchObject({
      verified_at: null,
      checked_at: expect.any(String),
    });
  });

  test("answers silence with a code, and changes nothing", async () => {
    const owner = await newOwner();
    const domain = await claim(owner);
    zone.set(`_flowdesk.${domain.hostname}`, "silence");
    const before = await stateOf(owner.client, domain.id);
    const unheard = { status: 504, code: "dns_timeout" };
    expect(await verify(owner.client, domain.id)).toMatchObject(unheard);
    expect(await stateOf(owner.client, domain.id)).toEqual(before);
  });

  test("stands as long as the record's name can", async () => {
    const owner = await newOwner();
    const labels = Array.from({ length: 4 }, (_, index) => "a".repeat(index < 3 ? 62 : 46));
    const domain = await claim(owner, `${labels.join(".")}.example`);
    expect(domain.hostname).toHaveLength(243);
    zone.set(`_flowdesk.${domain.hostname}`, [[domain.verification_token]]);
    expect(await verify(owner.client, domain.id)).toMatchObject({
      verified_at: expect.any(String),
    });
    await expect(claim(owner, `a${domain.hostname}`)).rejects.toMatchObject({ code: "23514" });
  });

  test("does not take a hostname from the organization that was first", async () => {
    const [first, second] = [await newOwner(), await newOwner()];
    const mine = await claim(first);
    const theirs = await claim(second, mine.hostname);
    const tokens = [mine, theirs].map(({ verification_token }) => [verification_token]);
    zone.set(`_flowdesk.${mine.hostname}`, tokens);
    expect(await verify(first.client, mine.id)).toMatchObject({ status: 200 });
    expect(await verify(second.client, theirs.id)).toMatchObject({
      status: 409,
      code: "hostname_taken",
    });
  });

  test("shows the beginning of what a talkative name server says", async () => {
    giveEdgeEnvironment();
    const owner = await newOwner();
    const domain = await claim(owner);
    const { verification_token: token } = domain;
    const records = [...Array.from({ length: 999 }, () => "x".repeat(4000)), token];
    const { data } = await owner.client.auth.getSession();
    const answer = await createDomains(async () => records).request(
      `/domains/${domain.id}/verify`,
      { method: "POST", headers: { authorization: `Bearer ${data.session?.access_token}` } },
    );
    expect(await answer.json()).toMatchObject({
      verified_at: expect.any(String),
      records_seen: Array.from({ length: 10 }, () => "x".repeat(255)),
    });
  });

  test("is for those who manage the organization's domains", async () => {
    const owner = await newOwner();
    const domain = await claim(owner);
    zone.set(`_flowdesk.${domain.hostname}`, [[domain.verification_token]]);
    const { client: stranger } = await newOwner();
    const missing = { status: 404, code: "domain_not_found" };
    expect(await verify(stranger, domain.id)).toMatchObject(missing);
    expect(await verify(stranger, randomUUID())).toMatchObject(missing);
    expect(await verify(owner.client, "1")).toMatchObject({ status: 400, code: "request_invalid" });
    expect(await stateOf(owner.client, domain.id)).toMatchObject({ checked_at: null });
  });
});
