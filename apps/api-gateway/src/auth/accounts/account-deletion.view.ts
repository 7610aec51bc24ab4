import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ description: 'My account is to be deleted.' })
export class AccountDeletionView {
  @ApiProperty({ description: 'When the erasure begins; until then, signing in cancels it.' })
  eraseAt!: Date;
}
