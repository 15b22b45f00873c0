import { Anchor } from '@mantine/core';
import { createLink } from '@tanstack/react-router';

/** A link to another page, with the types of its address. */
export const TextLink = createLink(Anchor<'a'>);
