import { Component, type ReactNode } from "react";
import { RegionFailed } from "./region-failed.tsx";

interface ErrorRegionProps {
  children: ReactNode;
}

interface ErrorRegionState {
  error: unknown;
  hasFailed: boolean;
}

/** Keeps a failure within one part of the page. React offers boundaries to classes only. */
export class ErrorRegion extends Component<ErrorRegionProps, ErrorRegionState> {
  override state: ErrorRegionState = { error: undefined, hasFailed: false };

  static getDerivedStateFromError(error: unknown): ErrorRegionState {
    return { error, hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <RegionFailed
        error={this.state.error}
        onRetry={() => this.setState({ error: undefined, hasFailed: false })}
      />
    );
  }
}
