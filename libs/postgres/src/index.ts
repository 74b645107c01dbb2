/**
 * PostgreSQL for Hermod's services: roles and schemas, TypeORM data sources, one transaction with prepared
 * statements, and which errors pass. It knows no table of any service.
 */
export * from './data-source.ts';
export * from './failures.ts';
export * from './prepare-database.ts';
export * from './sql.ts';
