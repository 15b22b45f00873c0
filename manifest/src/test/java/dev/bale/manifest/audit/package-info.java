@org.jspecify.annotations.NullMarked
package dev.bale.manifest.audit;
