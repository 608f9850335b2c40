/** A host name for anything that a peer or a service may be called (RFC 1123, section 2.1). */
export const aliasOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9-]/g, '-');
