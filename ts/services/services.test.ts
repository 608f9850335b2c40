/** The services' data, as the documents give it. */
import { create } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { SimpleRequestSchema } from '../gen/official/testing/messages_pb.js';
import { TestService } from '../gen/official/testing/test_pb.js';
import { OrderRequestSchema } from '../gen/order/orders_pb.js';
import { answerOne } from './official.ts';
import { createOrder, Greeting } from './orders.ts';
import { Reflection } from './reflection.ts';
import { findQuestionTypes } from './subjects.ts';
import { findUsers } from './users.ts';

describe('users', () => {
  test.each([
    [
      [1, 2],
      ['Ada', 'Blaise'],
    ],
    [
      [2, 1, 2],
      ['Blaise', 'Ada', 'Blaise'],
    ],
    [[7, 3, -1], ['张伟']],
    [[], []],
  ])('ids %j', (ids, names) => {
    const reply = findUsers(ids);
    expect(reply.message).toBe('success');
    expect(reply.data.map(({ name }) => name)).toEqual(names);
  });
});

describe('subjects', () => {
  test.each([
    ['Chinese', '单选 多选 填空 解答 问答 作文'],
    ['Math', '单选 填空 解答'],
    ['English', '单选 填空 作文'],
    ['Physics', '单选 多选 填空 解答'],
    ['Chemistry', '单选 多选 填空 解答'],
    ['Biology', '单选 多选 填空 解答'],
    ['History', '单选 多选 填空 解答 问答'],
  ])('%s', (subject, types) => {
    expect(findQuestionTypes(subject).map(({ name }) => name)).toEqual(types.split(' '));
  });

  test('an unknown one is named in the error', () => {
    expect(() => findQuestionTypes('Art')).toThrow('unknown subject: Art');
  });
});

describe('orders', () => {
  const order = create(OrderRequestSchema, { phone: '12990', requestArg: { '': '' } });
  const greeting = new Greeting();
  const answer = () => createOrder(order, greeting).rstString;

  test('are answered with the documented text', () => {
    expect(answer()).toBe('{"ret": "Hi gRPC"}');
  });

  test.each([
    ['Good morning', '{"ret": "Good morning"}'],
    ['你好 <"> & \\', '{"ret": "你好 <\\"> & \\\\"}'],
    ['', '{"ret": ""}'],
    [undefined, '{"ret": "Hi gRPC"}'],
  ])('are answered with the text of a setting: %j', (text, expected) => {
    greeting.change(text);
    expect(answer()).toBe(expected);
  });
});

describe('the official service', () => {
  const request = (size: number) => create(SimpleRequestSchema, { responseSize: size });

  test('answers with zeros, and ends as it is told', () => {
    expect(answerOne(request(3)).payload?.body).toEqual(new Uint8Array(3));
    const told = create(SimpleRequestSchema, { responseStatus: { code: 2, message: 'so' } });
    expect(() => answerOne(told)).toThrow(expect.objectContaining({ code: 2, message: 'so' }));
  });

  test.each([-1, 2 ** 31 - 1])('has no body of %j bytes', (size) => {
    expect(() => answerOne(request(size))).toThrow(expect.objectContaining({ code: 3 }));
  });
});

describe('reflection', () => {
  const reflection = new Reflection([TestService]);

  test.each([
    'grpc.testing.TestService',
    'grpc.testing.TestService.UnaryCall',
    'grpc.testing.SimpleRequest.payload',
    'grpc.testing.PayloadType',
    'grpc.testing.COMPRESSABLE',
  ])('knows where %s is', (value) => {
    const { case: kind } = reflection.answer({ case: 'fileContainingSymbol', value });
    expect(kind).toBe('fileDescriptorResponse');
  });

  test('has numbers of extensions for messages that it knows, and an error for others', () => {
    const ask = (value: string) => reflection.answer({ case: 'allExtensionNumbersOfType', value });
    expect(ask('grpc.testing.Payload').value).toMatchObject({ extensionNumber: [] });
    expect(ask('no.Such').value).toMatchObject({ errorCode: 5 });
    expect(reflection.answer({ case: undefined }).value).toMatchObject({ errorCode: 3 });
  });
});
