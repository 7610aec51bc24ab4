import { runDeadLetters } from '@messenger/bootstrap';

runDeadLetters('auth-service');
