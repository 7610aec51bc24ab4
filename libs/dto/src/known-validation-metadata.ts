import { getMetadataStorage } from 'class-validator';

/**
 * Has class-validator keep the rules of a class: for each object it would look through those of all classes again.
 * Importing this is enough. No class is decorated any more once the first object is validated.
 */
const storage = getMetadataStorage();
const find = storage.getTargetValidationMetadatas.bind(storage);
const known = new Map<unknown, ReturnType<typeof find>>();

storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
  if (groups !== undefined && groups.length > 0) return find(target, schema, always, strictGroups, groups);
  const rules = known.get(target) ?? find(target, schema, always, strictGroups, groups);
  known.set(target, rules);
  return rules;
};
