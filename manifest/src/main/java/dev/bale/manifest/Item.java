package dev.bale.manifest;

/** One line of a page. */
public sealed interface Item permits Entry, PageRef, FragmentRef, FragmentPageRef, ErasedItem {}
