import { runDeadLetters } from '@messenger/bootstrap';

runDeadLetters('subscriber-service');
