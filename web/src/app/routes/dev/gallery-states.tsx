import { Archive, Check, CircleAlert, Clock, Lock } from "lucide-react";
import { Avatar } from "#/components/ui/avatar.tsx";
import { Badge } from "#/components/ui/badge.tsx";
import { Button } from "#/components/ui/button.tsx";
import { Callout } from "#/components/ui/callout.tsx";
import { BoardDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { LoadMore } from "#/components/ui/load-more.tsx";
import { Progress } from "#/components/ui/progress.tsx";
import { ProjectMark } from "#/components/ui/project-mark.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { AppError } from "#/lib/app-error.ts";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { Block } from "./gallery-block.tsx";

const failure = new AppError({
  code: "network",
  message: "",
  status: 0,
  requestId: "0192f5b2-7c1e-7d44-9a53-2f6a0c8e4b11",
});

export function StatesGallery() {
  return (
    <>
      <Block title="Badges and pictures">
        <Badge icon={<Archive aria-hidden />}>Archived</Badge>
        <Badge meaning="accent">Draft</Badge>
        <Badge meaning="success" icon={<Check aria-hidden />}>
          Paid
        </Badge>
        <Badge meaning="warning" icon={<Clock aria-hidden />}>
          Due tomorrow
        </Badge>
        <Badge meaning="danger" icon={<CircleAlert aria-hidden />}>
          Overdue
        </Badge>
        <Badge meaning="running" icon={<Lock aria-hidden />}>
          Private
        </Badge>
        <Avatar name="Ada Lindqvist" size="sm" />
        <Avatar name="Ben Okafor" />
        <Avatar name="Clara Weiß" size="lg" />
        <Avatar name="Lumen Studio" shape="square" size="lg" />
        <ProjectMark colour="#4f46e5" />
      </Block>
      <Block title="Said where one looks" className="flex-col items-stretch!">
        <Callout meaning="danger">The invoice was not sent. The address bounced.</Callout>
        <Callout meaning="warning">Two legal fields are missing on this invoice.</Callout>
        <Callout meaning="success">The address was confirmed.</Callout>
        <Callout meaning="running">You can read this task but not change it.</Callout>
      </Block>
      <Block title="Progress" className="flex-col">
        <Progress label="Upload of scan.pdf" value={0.62} />
        <Progress label="Export" value={null} />
      </Block>
      <Block title="Loading, failed, empty, more" className="grid! sm:grid-cols-2">
        <Loading label="Loading">
          <Skeleton className="h-4 w-3/4" />
          <Skeleton className="mt-3 h-4 w-1/2" />
          <Skeleton className="mt-3 h-4 w-2/3" />
        </Loading>
        <RegionFailed error={failure} onRetry={() => {}} />
        <EmptyState
          drawing={<BoardDrawing />}
          title="No projects yet"
          action={<Button variant="primary">New project</Button>}
        >
          A project is a board of tasks for one piece of work.
        </EmptyState>
        <LoadMore label="Show more projects" pending={false} onLoad={() => {}} />
      </Block>
    </>
  );
}
