import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'Where the browser goes to link Google.' })
export class GoogleUrlView {
  @ApiProperty({ example: 'https://accounts.google.com/o/oauth2/v2/auth?…', description: 'To open in this browser.' })
  url!: string;
}
