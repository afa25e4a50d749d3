"""From stock to the hands that receive it: needs, allocations, shipments."""
