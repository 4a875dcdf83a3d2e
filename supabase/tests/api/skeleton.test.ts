import { rowEventSchema, topics } from "@flowdesk/types/topics";
import { REALTIME_SUBSCRIBE_STATES } from "@supabase/supabase-js";
import { describe, expect, test } from "vitest";
import { type Client, serviceClient, signUp } from "../helpers/api.ts";

/** The story of the product through the stock client: REST, Auth and Realtime at once. */
async function signUpWithProject() {
  const person = await signUp({ display_name: "Ada", organization_name: `Story ${Date.now()}` });
  const organization = await person.client.from("organizations").select().single();
  const organizationId = organization.data?.id ?? "";
  const project = await person.client
    .from("projects")
    .insert({ organization_id: organizationId, name: "Website relaunch" })
    .select()
    .single();
  return { ...person, organizationId, project: project.data, error: project.error };
}

async function insertTask(client: Client, organizationId: string, projectId: string) {
  const { data, error } = await client
    .from("tasks")
    .insert({ organization_id: organizationId, project_id: projectId, title: "First" })
    .select("id, number, status, position, version, reporter_id")
    .single();
  if (error) throw error;
  return data;
}

describe("through supabase-js", () => {
  test("a sign-up brings an organization, which takes a project, which takes a task", async () => {
    const { client, userId, organizationId, project, error } = await signUpWithProject();
    expect(error).toBeNull();
    expect(project).toMatchObject({ key: "WR", status: "active", created_by: userId, version: 1 });
    const task = await insertTask(client, organizationId, project?.id ?? "");
    expect(task).toMatchObject({ number: 1, status: "todo", position: "a0", reporter_id: userId });
    const { data: statuses } = await client
      .from("project_statuses")
      .select("key, category")
      .eq("project_id", project?.id ?? "")
      .order("position");
    expect(statuses).toEqual([
      { key: "todo", category: "todo" },
      { key: "in_progress", category: "in_progress" },
      { key: "review", category: "in_progress" },
      { key: "done", category: "done" },
    ]);
  });

  test("the second of two writers gets no row", async () => {
    const { client, organizationId, project } = await signUpWithProject();
    const task = await insertTask(client, organizationId, project?.id ?? "");
    const write = (title: string) =>
      client
        .from("tasks")
        .update({ title })
        .eq("id", task.id)
        .eq("version", task.version)
        .select("title, version");
    expect((await write("First writer")).data).toEqual([{ title: "First writer", version: 2 }]);
    expect((await write("Second writer")).data).toEqual([]);
  });

  test("another organization's owner finds nothing and changes nothing", async () => {
    const { organizationId, project } = await signUpWithProject();
    const { client: stranger } = await signUp({ organization_name: "Elsewhere" });
    const projectId = project?.id ?? "";
    expect((await stranger.from("projects").select().eq("id", projectId)).data).toEqual([]);
    const update = stranger.from("projects").update({ name: "X" }).eq("id", projectId).select();
    expect((await update).data).toEqual([]);
    await expect(insertTask(stranger, organizationId, projectId)).rejects.toMatchObject({
      code: "42501",
    });
    const { count } = await serviceClient()
      .from("tasks")
      .select("*", { count: "exact", head: true })
      .eq("project_id", projectId);
    expect(count).toBe(0);
  });

  test("a coded failure keeps code, status, message and hint", async () => {
    const { client, organizationId } = await signUpWithProject();
    await serviceClient()
      .from("organizations")
      .update({ is_active: false })
      .eq("id", organizationId);
    const { error, status } = await client
      .from("projects")
      .insert({ organization_id: organizationId, name: "Too late" });
    expect(status).toBe(403);
    expect(error).toMatchObject({
      code: "organization_suspended",
      message: expect.stringContaining("suspended"),
      details: null,
      hint: expect.any(String),
    });
  });

  test("a taken address is answered with 409", async () => {
    const { client } = await signUp();
    const slug = `taken-${Date.now()}`;
    const create = () => client.rpc("create_organization", { name: "Acme", slug });
    expect((await create()).data).toMatchObject({ slug });
    const { error, status } = await create();
    expect([status, error?.code]).toEqual([409, "slug_taken"]);
  });

  test("a colleague hears of a move at once, a stranger may not even listen", async () => {
    const { client, organizationId, project } = await signUpWithProject();
    const colleague = await signUp({ display_name: "Ben" });
    await serviceClient()
      .from("memberships")
      .insert({ organization_id: organizationId, user_id: colleague.userId, role: "viewer" });
    const task = await insertTask(client, organizationId, project?.id ?? "");
    const topic = topics.organization(organizationId);

    const heard = Promise.withResolvers<unknown>();
    await join(colleague.client, topic, (payload) => heard.resolve(payload));
    await client.from("tasks").update({ status: "in_progress" }).eq("id", task.id);
    expect(rowEventSchema.strict().parse(await heard.promise)).toMatchObject({
      table: "tasks",
      id: task.id,
      version: 2,
    });

    const { client: stranger } = await signUp();
    await expect(join(stranger, topic, () => {})).rejects.toThrow(/permission/i);
    await Promise.all([colleague.client.removeAllChannels(), stranger.removeAllChannels()]);
  });

  test("a member cannot forge an event", async () => {
    const { client, organizationId } = await signUpWithProject();
    const topic = topics.organization(organizationId);
    const channel = await join(client, topic, () => {});
    const forged = { table: "tasks", id: null, project_id: null, version: null, actor_id: null };
    await expect(channel.httpSend("UPDATE", forged)).rejects.toThrow("Unauthorized");
    await client.removeAllChannels();
  });
});

async function join(client: Client, topic: string, onUpdate: (payload: unknown) => void) {
  await client.realtime.setAuth();
  const channel = client
    .channel(topic, { config: { private: true } })
    .on("broadcast", { event: "UPDATE" }, ({ payload }) => onUpdate(payload));
  await new Promise<void>((resolve, reject) => {
    channel.subscribe((state, error) => {
      if (state === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) resolve();
      else reject(error ?? new Error(state));
    });
  });
  return channel;
}
