import { EXAMPLE_IDS } from '@messenger/dto';
import type { DurableConsumer } from '@messenger/events';
import type { DeadLetter } from '@messenger/proto';
import { ApiProperty, ApiSchema, type ApiPropertyOptions } from '@nestjs/swagger';

const UNAVAILABLE: ApiPropertyOptions = {
  type: [String],
  example: [],
  description: 'The services that could not be asked: their dead letters are where they were.',
};

@ApiSchema({ description: 'An event that a service has given up on.' })
export class DeadLetterView implements DeadLetter {
  @ApiProperty({ type: String, example: 'chat-service', description: 'Which service has.' })
  service!: DurableConsumer;

  @ApiProperty({ example: EXAMPLE_IDS.event, description: 'Names the event.' })
  id!: string;

  @ApiProperty({ example: 'subscriber.friendship_ended.v1', description: 'What has happened.' })
  type!: string;

  @ApiProperty({ example: '2026-01-31T12:00:00.000Z', description: 'When that was.' })
  time!: string;

  @ApiProperty({ type: 'integer', example: 6, description: 'How often it was tried.' })
  attempts!: number;

  @ApiProperty({ example: 'a constraint was violated', description: 'Why the last try has failed.' })
  error!: string;
}

@ApiSchema({ description: 'What the services have given up on.' })
export class DeadLettersView {
  @ApiProperty({ type: [DeadLetterView], description: 'By service, the oldest first; at most 1,000 of each.' })
  deadLetters!: DeadLetterView[];

  @ApiProperty(UNAVAILABLE)
  unavailable!: DurableConsumer[];
}

@ApiSchema({ description: 'What was sent to the services again.' })
export class ReplayView {
  @ApiProperty({ type: 'integer', example: 1, description: 'How many events.' })
  replayed!: number;

  @ApiProperty(UNAVAILABLE)
  unavailable!: DurableConsumer[];
}
