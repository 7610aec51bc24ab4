import * as dtos from '@messenger/dto';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';

/** Applies @ApiProperty to the documented fields of the DTOs: libs/dto, which the services load too, has no Swagger. */
export function addDtoProperties(): void {
  for (const dto of Object.values(dtos).filter((exported) => typeof exported === 'function')) {
    const prototype = dto.prototype as object | undefined;
    // An asynchronous function.
    if (prototype === undefined) continue;
    const description = dtos.modelDescription(prototype);
    if (description !== undefined) ApiSchema({ description })(dto);
    for (const [field, description] of dtos.describedFields(prototype)) {
      ApiProperty(description)(prototype, field);
    }
  }
}
