/**
 * Object storage as the registry sees it: presigned URLs for clients, and existence, verification, copies and deletion
 * for itself. The only holder of storage credentials.
 *
 * <p>All keys are relative to the store's prefix. Nothing here logs, and no message or text form holds a secret or the
 * query of a URL.
 */
@NullMarked
package dev.bale.presign;

import org.jspecify.annotations.NullMarked;
