import { status as Status, type ServiceError } from '@grpc/grpc-js';
import type { UpstreamPolicy } from '@messenger/config';
import { DeadlineExceededError, UnavailableError } from '@messenger/errors';
import { Logger } from '@nestjs/common';
import { domainErrorOf, reasonIn } from '../error-status.js';
import { CallsInFlight, type CallInFlight } from './calls-in-flight.js';
import { CircuitBreaker, type BreakerState } from './circuit-breaker.js';
import type { Health } from './health-client.js';
import { RetryBudget, withRetries } from './retry.js';
import { BREAKER_VALUES, breakerOpenings, breakerState, callsRefused, callsRetried } from './upstream.metrics.js';

/** Calls that are let through once the service says that it is well; others wait for the first of their answers. */
const TRIALS = 3;

/** Of one call. */
export interface CallTerms {
  /** By the clock of `performance.now()`. */
  endsAtMs: number;
  /** Whether a second one does no harm. */
  repeatable: boolean;
}

/** Sends a call; returns how to cancel it. */
type Send = (onEnd: (error: ServiceError | null, response: unknown) => void) => () => void;

/**
 * A service as its callers see it. While it answers nothing, calls to it are refused at once; whether it is well again it is
 * asked itself, so that no caller waits for that.
 */
export class Upstream {
  private readonly logger = new Logger(Upstream.name);
  private readonly breaker: CircuitBreaker;
  private readonly calls: CallsInFlight;
  private readonly retries: RetryBudget;
  private asking: Promise<Health> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastFailure = 'no answer';
  private closed = false;
  private trying: Promise<void> | undefined;
  private endTry: () => void = () => undefined;

  /** @param askHealth asks the service itself, within a time limit */
  constructor(
    private readonly name: string,
    private readonly policy: UpstreamPolicy,
    private readonly askHealth: () => Promise<Health>,
  ) {
    this.breaker = new CircuitBreaker({ failures: policy.failures, trials: TRIALS }, (state) => this.onChange(state));
    this.calls = new CallsInFlight(policy.patiencePercent, () => void this.suspect());
    this.retries = new RetryBudget(policy.retryPercent);
    breakerState.set({ service: name }, BREAKER_VALUES.closed);
  }

  /** @throws DomainError */
  call(send: Send, terms: CallTerms): Promise<unknown> {
    this.retries.deposit();
    if (!terms.repeatable) return this.attempt(send, terms);
    return withRetries(
      () => this.attempt(send, terms),
      (pauseMs) => this.mayRetry(pauseMs, terms),
    );
  }

  close(): void {
    this.closed = true;
    this.calls.stop();
    clearTimeout(this.timer);
  }

  /** Whether calls are made to it at present. */
  get isCalled(): boolean {
    return this.breaker.state !== 'open';
  }

  private async attempt(send: Send, terms: CallTerms): Promise<unknown> {
    if (this.breaker.admit()) return this.begin(send, terms);
    if (this.breaker.state === 'half-open') await this.verdict();
    if (this.breaker.admit()) return this.begin(send, terms);
    callsRefused.inc({ service: this.name });
    throw new UnavailableError('A part of the service does not answer at present');
  }

  /** Resolves once the calls that were let through for a try have ended. */
  private verdict(): Promise<void> {
    this.trying ??= new Promise((resolve) => (this.endTry = resolve));
    return this.trying;
  }

  private begin(send: Send, { endsAtMs, repeatable }: CallTerms): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const call = this.calls.begin(endsAtMs - performance.now(), () => {
        cancel();
        // Nobody knows whether it will take effect.
        reject(
          repeatable ? new UnavailableError('A part of the service does not answer') : new DeadlineExceededError(),
        );
      });
      const cancel = send((error, response) => {
        this.calls.end(call);
        this.judge(call, error);
        if (error === null) resolve(response);
        else reject(domainErrorOf(error));
      });
    });
  }

  /** What the end of a call says about the service. */
  private judge(call: CallInFlight, error: ServiceError | null): void {
    const failure = error !== null && this.isFailure(call, error);
    if (failure === false) {
      this.calls.noteAnswer();
      this.breaker.succeed();
    } else if (failure ?? this.breaker.state === 'half-open') {
      this.lastFailure = error.details;
      this.breaker.fail();
    }
  }

  /** Undefined where the end is not the service's doing: it was cancelled, or had little time. */
  private isFailure(call: CallInFlight, error: ServiceError): boolean | undefined {
    if (reasonIn(error.metadata) !== undefined) return false;
    if (error.code === Status.CANCELLED) return undefined;
    if (error.code === Status.DEADLINE_EXCEEDED) return this.calls.isOverdue(call) || undefined;
    return error.code === Status.UNAVAILABLE;
  }

  private mayRetry(pauseMs: number, { endsAtMs }: CallTerms): boolean {
    const inTime = performance.now() + pauseMs < endsAtMs;
    if (this.breaker.state !== 'closed' || !inTime || !this.retries.withdraw()) return false;
    callsRetried.inc({ service: this.name });
    return true;
  }

  /** A slow service answers the question though not the calls yet; one that ends may answer those that it has. */
  private async suspect(): Promise<void> {
    if (this.closed || this.asking !== undefined || this.breaker.state === 'open') return;
    const health = this.breaker.state === 'half-open' ? 'unwell' : await this.ask();
    if (health === 'well') this.calls.noteAnswer();
    else this.breaker.open();
    if (health === 'silent') this.calls.abandonAll();
  }

  private ask(): Promise<Health> {
    this.asking ??= this.askHealth().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private onChange(state: BreakerState): void {
    breakerState.set({ service: this.name }, BREAKER_VALUES[state]);
    this.endTry();
    this.trying = undefined;
    if (state === 'open') this.onOpen();
    if (state === 'closed') this.logger.log(`${this.name} answers again`);
  }

  private onOpen(): void {
    breakerOpenings.inc({ service: this.name });
    this.logger.warn(`${this.name} does not answer (${this.lastFailure}): calls are refused until it does`);
    this.lastFailure = 'no answer';
    this.askLater();
  }

  private askLater(): void {
    if (!this.closed) this.timer = setTimeout(() => void this.recover(), this.policy.probeMs).unref();
  }

  private async recover(): Promise<void> {
    if ((await this.ask()) === 'well') this.breaker.tryAgain();
    else this.askLater();
  }
}
