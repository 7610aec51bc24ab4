import { ApiProperty } from '@nestjs/swagger';

export class GoogleUrlView {
  @ApiProperty({ example: 'https://accounts.google.com/o/oauth2/v2/auth?…', description: 'To open in this browser.' })
  url!: string;
}
