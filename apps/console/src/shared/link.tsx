import { Anchor, Button, NavLink } from '@mantine/core';
import { createLink } from '@tanstack/react-router';

/** Mantine's links, led by the router. */
export const RouteAnchor = createLink(Anchor<'a'>);
export const RouteButton = createLink(Button<'a'>);
export const RouteNavLink = createLink(NavLink<'a'>);
