import type { Case, Suite } from '../contract/case.ts';
import { cancellation } from './cancellation/cancellation.ts';
import { compression } from './compression/compression.ts';
import { concurrency } from './concurrency/concurrency.ts';
import { deadline } from './deadline/deadline.ts';
import { discovery } from './discovery/discovery.ts';
import { exceptions } from './exceptions/exceptions.ts';
import { health } from './health/health.ts';
import { invocation } from './invocation/invocation.ts';
import { metadata } from './metadata/metadata.ts';
import { official } from './official/official.ts';
import { orders } from './orders.ts';
import { payload } from './payload/payload.ts';
import { protocols } from './protocols/protocols.ts';
import { proxy } from './proxy/proxy.ts';
import { badClient } from './raw/bad-client.ts';
import { badServer } from './raw/bad-server.ts';
import { reflection } from './reflection/reflection.ts';
import { size } from './size/size.ts';
import { status } from './status/status.ts';
import { streams } from './streams/streams.ts';
import { subjects } from './subjects.ts';
import { transport } from './transport/transport.ts';
import { users } from './users.ts';

/** All suites, those of the source documents first. */
export const SUITES: readonly Suite[] = [
  users,
  subjects,
  orders,
  health,
  reflection,
  streams,
  metadata,
  status,
  exceptions,
  deadline,
  cancellation,
  invocation,
  size,
  compression,
  concurrency,
  discovery,
  payload,
  transport,
  proxy,
  badServer,
  badClient,
  official,
  protocols,
];

/** All cases, in the order of the suites. */
export const CASES: readonly Case[] = SUITES.flatMap((suite) => suite.cases);
