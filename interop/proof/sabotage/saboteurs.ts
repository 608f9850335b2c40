import type { Outcome } from '../../contract/generated.ts';
import { fabricated } from './fabricated.ts';
import type { Saboteur } from './sabotage.ts';

/** Who must be caught, and by whom. */
export const SABOTEURS: readonly Saboteur[] = [
  {
    id: 'answers without a network',
    role: 'client',
    catcher: { case: 'streams/unary/one-for-one', field: 'observed.seen' },
    sabotage: { instead: fabricated },
  },
  {
    id: 'loses trailers',
    role: 'client',
    catcher: { case: 'metadata/unary/response', field: 'trailers.trail-x-text' },
    sabotage: { outcome: ({ trailers }) => void trailers.splice(0) },
  },
  {
    id: 'loses headers',
    role: 'client',
    catcher: { case: 'metadata/unary/response', field: 'headers.head-x-text' },
    sabotage: { outcome: ({ headers }) => void headers.splice(0) },
  },
  {
    id: 'loses metadata',
    role: 'client',
    catcher: { case: 'metadata/unary/request', field: 'observed.metadata.x-text' },
    sabotage: { plan: ({ metadata }) => void metadata.splice(0) },
  },
  {
    id: 'mixes the order',
    role: 'client',
    catcher: { case: 'streams/server-stream/several', field: 'messages[0]' },
    sabotage: { outcome: (outcome) => void outcome.messages.reverse() },
  },
  {
    id: 'mixes the order',
    role: 'server',
    catcher: { case: 'streams/client-stream/several', field: 'observed.messages[0]' },
    sabotage: {
      observed: ({ hops }) => {
        for (const { messages } of hops) messages.reverse();
      },
    },
  },
  {
    id: 'ignores the deadline',
    role: 'client',
    catcher: { case: 'deadline/unary/met', field: 'observed.timeLeft' },
    sabotage: { plan: (plan) => void delete plan.timeout },
  },
  {
    id: 'ignores the deadline',
    role: 'server',
    catcher: { case: 'deadline/unary/exceeded', field: 'observed.cancelled' },
    sabotage: {
      observed: ({ hops }) => {
        for (const hop of hops) hop.cancelled = false;
      },
    },
  },
  {
    id: 'never observes',
    role: 'server',
    catcher: { case: 'users/health-answers-empty', field: 'observed.seen' },
    sabotage: {
      observed: (answer) => {
        answer.seen = false;
        answer.hops = [];
      },
    },
  },
  {
    id: 'answers OK to all',
    role: 'client',
    catcher: { case: 'status/unary/before-messages/not-found', field: 'code' },
    sabotage: { outcome: endsWell },
  },
];

function endsWell(outcome: Outcome): void {
  outcome.code = 0;
  outcome.message = '';
  outcome.details = [];
}
