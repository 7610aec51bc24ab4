import { applyDecorators } from '@nestjs/common';
import { IsBoolean } from 'class-validator';
import { Describe } from './describe.js';

/** Yes or no. */
export function Flag(description: string): PropertyDecorator {
  return applyDecorators(
    Describe({ description }),
    IsBoolean({ message: (field) => `${field.property} must be true or false` }),
  );
}
