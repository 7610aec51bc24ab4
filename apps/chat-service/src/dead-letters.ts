import { runDeadLetters } from '@messenger/bootstrap';

runDeadLetters('chat-service');
