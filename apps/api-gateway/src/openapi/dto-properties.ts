import * as dtos from '@messenger/dto';
import { ApiProperty } from '@nestjs/swagger';

/** Applies @ApiProperty to the documented fields of the DTOs: libs/dto, which the services load too, has no Swagger. */
export function addDtoProperties(): void {
  for (const { prototype } of Object.values(dtos).filter((exported) => typeof exported === 'function')) {
    for (const [field, description] of dtos.describedFields(prototype as object)) {
      ApiProperty(description)(prototype as object, field);
    }
  }
}
