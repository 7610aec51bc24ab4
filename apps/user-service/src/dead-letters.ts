import { runDeadLetters } from '@messenger/bootstrap';

runDeadLetters('user-service');
