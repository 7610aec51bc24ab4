import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const IS_PUBLIC = Symbol('IS_PUBLIC');

/** Answers without an access token. */
export const Public = (): CustomDecorator<symbol> => SetMetadata(IS_PUBLIC, true);
