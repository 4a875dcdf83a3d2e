import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { attributesSchema } from "../admin/attributes.ts";
import { changeUser } from "../admin/change-user.ts";
import { createUser } from "../admin/create-user.ts";
import { deleteUser } from "../admin/delete-user.ts";
import { generateLink, linkSchema } from "../admin/generate-link.ts";
import { inviteUser } from "../admin/invite.ts";
import { readPage, writePageHeaders } from "../admin/pages.ts";
import { adminActor, writeAudit } from "../audit.ts";
import { requireAdmin } from "../authenticate.ts";
import type { AuthContext, AuthEnvironment } from "../context.ts";
import { AuthError } from "../errors.ts";
import { deleteFactor } from "../factors.ts";
import { readMailRequest } from "../mail-request.ts";
import { jsonObject, normalizeEmail, optionalText, readBody, readOrigin } from "../request.ts";
import {
  AUTHENTICATED,
  type Factor,
  factorJson,
  findUser,
  listUsers,
  lockUser,
  userJson,
} from "../users.ts";

const deleteSchema = z.object({ should_soft_delete: z.boolean().nullish() });
const factorSchema = z.object({ friendly_name: optionalText });
const inviteSchema = z.object({
  email: optionalText,
  data: jsonObject.nullish().transform((data) => data ?? {}),
});
const uuidSchema = z.guid();

/** `/admin/users…`, `/admin/generate_link` and `/invite`, for the service key alone. */
export function adminRoute(context: AuthContext): Hono<AuthEnvironment> {
  return new Hono<AuthEnvironment>()
    .use("/invite", requireAdmin(context))
    .use("/admin/*", requireAdmin(context))
    .use("/admin/users/:id/*", loadAccount(context))
    .post("/invite", async (c) => {
      const { email, data } = await readBody(c, inviteSchema);
      const invitation = { email: normalizeEmail(email), data };
      const request = readMailRequest(context, c);
      return c.json(userJson(await inviteUser(context, c.get("admin"), invitation, request)));
    })
    .post("/admin/generate_link", async (c) => {
      const wish = await readBody(c, linkSchema);
      const request = readMailRequest(context, c);
      return c.json(await generateLink(context, c.get("admin"), wish, request));
    })
    .get("/admin/users", async (c) => {
      const page = readPage(c);
      const { users, total } = await listUsers(context.database, page);
      writePageHeaders(c, page, total);
      return c.json({ users: users.map(userJson), aud: AUTHENTICATED });
    })
    .post("/admin/users", async (c) => {
      const attributes = await readBody(c, attributesSchema);
      const user = await createUser(context, c.get("admin"), attributes, readOrigin(c));
      return c.json(userJson(user));
    })
    .get("/admin/users/:id", (c) => c.json(userJson(c.get("account"))))
    .put("/admin/users/:id", async (c) => {
      const attributes = await readBody(c, attributesSchema);
      const target = { user: c.get("account"), attributes };
      return c.json(userJson(await changeUser(context, c.get("admin"), target, readOrigin(c))));
    })
    .delete("/admin/users/:id", async (c) => {
      const isSoft = await readSoftness(c);
      const target = { user: c.get("account"), isSoft };
      await deleteUser(context, c.get("admin"), target, readOrigin(c));
      return c.json({});
    })
    .get("/admin/users/:id/factors", (c) => c.json(c.get("account").factors.map(factorJson)))
    .put("/admin/users/:id/factors/:factor", async (c) => {
      const factor = requireFactor(c);
      const { friendly_name: name } = await readBody(c, factorSchema);
      if (name !== "") {
        await context.database.run(
          "update auth.mfa_factors set friendly_name = $2, updated_at = now() where id = $1",
          [factor.id, name],
        );
      }
      return c.json(factorJson({ ...factor, friendly_name: name || factor.friendly_name }));
    })
    .delete("/admin/users/:id/factors/:factor", async (c) => {
      const factor = requireFactor(c);
      const { id } = c.get("account");
      await context.database.transaction(async (sql) => {
        await lockUser(sql, id);
        await deleteFactor(sql, id, factor.id);
        await writeAudit(sql, adminActor(c.get("admin")), "factor_deleted", readOrigin(c), {
          user_id: id,
          factor_id: factor.id,
        });
      });
      return c.json(factorJson(factor));
    });
}

/** The account that the path names. */
function loadAccount(context: AuthContext) {
  return createMiddleware<AuthEnvironment>(async (c, next) => {
    const id = c.req.param("id") ?? "";
    if (!uuidSchema.safeParse(id).success) {
      throw new AuthError(404, "validation_failed", "user_id must be an UUID");
    }
    const user = await findUser(context.database, id);
    if (!user) throw new AuthError(404, "user_not_found", "User not found");
    c.set("account", user);
    await next();
  });
}

function requireFactor(c: Context<AuthEnvironment>): Factor {
  const id = c.req.param("factor") ?? "";
  if (!uuidSchema.safeParse(id).success) {
    throw new AuthError(404, "validation_failed", "factor_id must be an UUID");
  }
  const factor = c.get("account").factors.find((candidate) => candidate.id === id);
  if (!factor) throw new AuthError(404, "mfa_factor_not_found", "Factor not found");
  return factor;
}

/** A deletion need not have a body. */
async function readSoftness(c: Context): Promise<boolean> {
  if ((await c.req.text()) === "") return false;
  return (await readBody(c, deleteSchema)).should_soft_delete === true;
}
