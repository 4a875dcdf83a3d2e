import type { ProfileUpdate } from "./accounts.ts";
import type { AttachmentCreate, AttachmentUpdate } from "./attachments.ts";
import type {
  ClientContactCreate,
  ClientContactUpdate,
  ClientCreate,
  ClientUpdate,
} from "./clients.ts";
import type { CommentCreate, CommentUpdate } from "./comments.ts";
import type { Database } from "./database.types.ts";
import type { DomainCreate } from "./domains.ts";
import type { LabelCreate, LabelUpdate, TaskLabelCreate } from "./labels.ts";
import type { InvitationCreate, RoleCreate, RoleUpdate } from "./members.ts";
import type { OrganizationCreate, OrganizationUpdate, PlanRequest } from "./organizations.ts";
import type {
  ProjectCreate,
  ProjectStatusCreate,
  ProjectStatusUpdate,
  ProjectUpdate,
  StatusTransitionCreate,
} from "./projects.ts";
import type { ProjectBudgetCreate, ProjectBudgetUpdate, RateCreate, RateUpdate } from "./rates.ts";
import type { SavedViewCreate, SavedViewUpdate } from "./saved-views.ts";
import type {
  TaskCreate,
  TaskDependencyCreate,
  TaskMove,
  TaskUpdate,
  TaskWatcherCreate,
} from "./tasks.ts";
import type { TimeEntryCreate, TimeEntryUpdate, TimerStart } from "./time.ts";

/**
 * Compiles only while every contract fits its table: what a person fills in, and the ids that come from where
 * they stand.
 */
type Tables = Database["public"]["Tables"];
type Functions = Database["public"]["Functions"];
type InOrganization = { organization_id: string };
type InProject = InOrganization & { project_id: string };
type OnTask = InOrganization & { task_id: string };
type Fits<Contract extends Target, Target> = Contract;

export type Proof = [
  Fits<ProfileUpdate, Tables["profiles"]["Update"]>,
  Fits<OrganizationCreate, Functions["create_organization"]["Args"]>,
  Fits<OrganizationUpdate, Tables["organizations"]["Update"]>,
  Fits<RoleCreate & InOrganization, Functions["create_role"]["Args"]>,
  Fits<RoleUpdate & InOrganization & { role: string }, Functions["update_role"]["Args"]>,
  Fits<InvitationCreate & InOrganization, Functions["invite_member"]["Args"]>,
  Fits<PlanRequest & InOrganization, Functions["request_plan"]["Args"]>,
  Fits<DomainCreate & InOrganization, Tables["organization_domains"]["Insert"]>,
  Fits<ClientCreate & InOrganization, Tables["clients"]["Insert"]>,
  Fits<ClientUpdate, Tables["clients"]["Update"]>,
  Fits<
    ClientContactCreate & InOrganization & { client_id: string },
    Tables["client_contacts"]["Insert"]
  >,
  Fits<ClientContactUpdate, Tables["client_contacts"]["Update"]>,
  Fits<ProjectCreate & InOrganization, Tables["projects"]["Insert"]>,
  Fits<ProjectUpdate, Tables["projects"]["Update"]>,
  Fits<ProjectStatusCreate & InProject, Tables["project_statuses"]["Insert"]>,
  Fits<ProjectStatusUpdate, Tables["project_statuses"]["Update"]>,
  Fits<StatusTransitionCreate & InProject, Tables["status_transitions"]["Insert"]>,
  Fits<TaskCreate & InProject, Tables["tasks"]["Insert"]>,
  Fits<TaskUpdate, Tables["tasks"]["Update"]>,
  Fits<LabelCreate & InOrganization, Tables["labels"]["Insert"]>,
  Fits<LabelUpdate, Tables["labels"]["Update"]>,
  Fits<TaskLabelCreate & InOrganization, Tables["task_labels"]["Insert"]>,
  Fits<CommentCreate & OnTask, Tables["comments"]["Insert"]>,
  Fits<CommentUpdate, Tables["comments"]["Update"]>,
  Fits<AttachmentCreate & OnTask, Tables["attachments"]["Insert"]>,
  Fits<AttachmentUpdate, Tables["attachments"]["Update"]>,
  Fits<TimeEntryCreate & InOrganization, Tables["time_entries"]["Insert"]>,
  Fits<TimeEntryUpdate, Tables["time_entries"]["Update"]>,
  Fits<RateCreate & InOrganization, Tables["rates"]["Insert"]>,
  Fits<RateUpdate, Tables["rates"]["Update"]>,
  Fits<ProjectBudgetCreate & InProject, Tables["project_budgets"]["Insert"]>,
  Fits<ProjectBudgetUpdate, Tables["project_budgets"]["Update"]>,
  Fits<TimerStart & InOrganization, Functions["start_timer"]["Args"]>,
  Fits<TaskWatcherCreate & InOrganization, Tables["task_watchers"]["Insert"]>,
  Fits<TaskDependencyCreate & InOrganization, Tables["task_dependencies"]["Insert"]>,
  Fits<TaskMove, Functions["move_task"]["Args"]>,
  Fits<SavedViewCreate & InOrganization, Tables["saved_views"]["Insert"]>,
  Fits<SavedViewUpdate, Tables["saved_views"]["Update"]>,
];
