"""Pure geography: no database, no HTTP framework, nothing of ours above it.

positions   a position is WGS-84; GCJ-02 and BD-09 are converted where they come in
distance    metres on the ellipsoid
nearest     the exact k nearest of many positions
assignment  the nearest *suitable* station, and why
travel      ways between positions: as the crow flies, or asked of an OSRM server
districts   which district a position lies in
coverage    service areas
geocoding   addresses to positions, with the datum of the answer respected
"""
