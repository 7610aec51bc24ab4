import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const IS_PUBLIC = Symbol('IS_PUBLIC');

/** The route or rpc needs no access token. */
export const Public = (): CustomDecorator<symbol> => SetMetadata(IS_PUBLIC, true);
