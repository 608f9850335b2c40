import type { Case, Suite } from '../contract/case.ts';
import { cancellation } from './cancellation.ts';
import { concurrency } from './concurrency/concurrency.ts';
import { deadline } from './deadline.ts';
import { discovery } from './discovery/discovery.ts';
import { exceptions } from './exceptions.ts';
import { health } from './health.ts';
import { orders } from './orders.ts';
import { proxy } from './proxy/proxy.ts';
import { status } from './status.ts';
import { streams } from './streams.ts';
import { subjects } from './subjects.ts';
import { users } from './users.ts';

/** All suites, those of the source documents first. */
export const SUITES: readonly Suite[] = [
  users,
  subjects,
  orders,
  health,
  streams,
  status,
  exceptions,
  deadline,
  cancellation,
  concurrency,
  discovery,
  proxy,
];

/** All cases, in the order of the suites. */
export const CASES: readonly Case[] = SUITES.flatMap((suite) => suite.cases);
