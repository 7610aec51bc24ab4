import { isEventType, type EventType } from '@messenger/events';
import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { PATTERN_METADATA } from '@nestjs/microservices/constants.js';

/** The types of the gateway's `@EventPattern` handlers. */
export function eventsConsumedBy(app: INestApplication): EventType[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers
    .flatMap(({ metatype }) => Object.values(Object.getOwnPropertyDescriptors((metatype as typeof Object).prototype)))
    .flatMap(({ value }) => (typeof value === 'function' ? patternsOf(value as object) : []))
    .filter(isEventType);
}

function patternsOf(handler: object): string[] {
  return (Reflect.getMetadata(PATTERN_METADATA, handler) ?? []) as string[];
}
