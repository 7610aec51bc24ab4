import { Transform, Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
  type ValidationArguments,
} from 'class-validator';

/** What every process reads from its environment. */
export class ProcessEnv {
  /** Anything but `development` and `test` gets production's care. */
  @IsIn(['production', 'development', 'test'])
  NODE_ENV: 'production' | 'development' | 'test' = 'production';

  /** The least that is logged. */
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
  LOG_LEVEL = 'info';

  /** `pretty` for a terminal, `json` for a collector; by default whichever the output is. */
  @IsOptional()
  @IsIn(['pretty', 'json'])
  LOG_FORMAT?: 'pretty' | 'json';
}

/** What the migrations of a service read. */
export class MigrationEnv extends ProcessEnv {
  /** PostgreSQL, as the role that owns the schema. */
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_OWNER_URL must be a postgres:// URL' })
  DATABASE_OWNER_URL!: string;
}

/** What each of the five apps reads. */
export class AppEnv extends ProcessEnv {
  /** Address that the admin port listens on. */
  @IsString()
  ADMIN_HOST = '127.0.0.1';

  /**
   * Of health, readiness and metrics; 0 takes a free one.
   *
   * @unit port
   */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  ADMIN_PORT = 0;

  /** RabbitMQ: amqp:// or amqps://. */
  @Matches(/^amqps?:\/\//, { message: 'AMQP_URL must be an amqp:// or amqps:// URL' })
  AMQP_URL!: string;

  /** `iss` of the access tokens. */
  @IsString()
  @MinLength(1)
  JWT_ISSUER = 'messenger';

  /** `aud` of the access tokens. */
  @IsString()
  @MinLength(1)
  JWT_AUDIENCE = 'messenger';
}

/** What each of the four gRPC services reads besides. */
export class ServiceEnv extends AppEnv {
  /** PostgreSQL, as the run-time role, which has no DDL. */
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must be a postgres:// URL' })
  DATABASE_URL!: string;

  /**
   * How many this process holds to PostgreSQL at most.
   *
   * @unit connections
   */
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(500)
  DATABASE_POOL_SIZE = 10;

  /** Address that the gRPC server listens on. */
  @IsString()
  GRPC_HOST = '127.0.0.1';

  /**
   * Of the gRPC server; 0 takes a free one.
   *
   * @unit port
   */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  GRPC_PORT = 0;
}

/** `a, b` in the environment, `['a', 'b']` in the configuration. */
export function CommaSeparated(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '')
      : value,
  );
}

/** `NAME=` sets nothing. */
export function EmptyIsNone(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (value === '' ? undefined : value));
}

/** Both are set, or neither is. */
export function TogetherWith(other: string): PropertyDecorator {
  const isSet = (name: string, object: object): boolean => (object as Record<string, unknown>)[name] !== undefined;
  return ValidateBy({
    name: 'togetherWith',
    validator: {
      validate: (_value, argument?: ValidationArguments) =>
        argument !== undefined && isSet(argument.property, argument.object) === isSet(other, argument.object),
      defaultMessage: (argument) => `${other} and ${argument?.property} must be set together, or neither of them`,
    },
  });
}
