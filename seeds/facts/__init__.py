"""Write the network's facts under `seeds/data` from the public tables of divisions and boundaries.

Run `python -m seeds.facts --divisions DIR --maps FILE`; `seeds/data/README.md` names the sources. The
service never imports this package: it is kept so that anybody can see where every number comes from.
"""
