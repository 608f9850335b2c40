/** Agent keeps the HTTP/1.1 connections of a channel, as Node does for any client. */
import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';

/** agentOf opens its connections with `dial`, plaintext or over TLS. */
export function agentOf(dial: () => Socket, scheme: 'http' | 'https'): http.Agent {
  const agent = new { http, https }[scheme].Agent({ keepAlive: true });
  agent.createConnection = dial;
  return agent;
}
