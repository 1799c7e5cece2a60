"""Checks the document of `demo --json`: all scenarios are there and show what they promise."""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
parents = {parent["name"]: parent for parent in document["parents"]}


def require(holds, what):
    if not holds:
        sys.exit(f"{sys.argv[1]}: {what}")


def accounts(parent):
    return {child["subaccount"] for route in parent["routes"] for child in route["children"]}


for parent in parents.values():
    require(parent["routes"] and parent["routes"][0]["margins"], f"{parent['name']}: no margins")
    require(parent["filled"] + parent["notFilled"] == parent["quantity"], f"{parent['name']}: quantities do not add up")
    total = sum(fill["quantity"] for fill in parent["fills"])
    require(abs(total - parent["filled"]) < 1e-9, f"{parent['name']}: fills do not add up")

require(len(accounts(parents["sweep"])) >= 2, "sweep: one venue only")
scarce = parents["no margin at the cheapest"]
require("kraken-bravo" in accounts(scarce), "no margin at the cheapest: the dearer venue was not used")
require(
    any(candidate["subaccount"] == "usdm-bravo" for candidate in scarce["routes"][0]["rejected"]),
    "no margin at the cheapest: the loser is not listed",
)
require(parents["reduce while over the limit"]["filled"] > 0, "reduce while over the limit: nothing filled")
require(parents["add while over the limit"]["status"] == "rejected", "add while over the limit: not refused")
require(parents["flip while over the limit"]["notFilled"] > 0, "flip while over the limit: filled past flat")
large = parents["larger than all margin"]
require(large["filled"] > 0 and large["notFilled"] > 0, "larger than all margin: not partly filled")
require(large["routes"][0]["blocking"], "larger than all margin: no blocking limit")

pair = {pair["name"]: pair for pair in document["pairs"]}["pair decided jointly"]
require(pair["filled"] >= 0.9 * pair["quantity"] and abs(pair["filled"] + pair["notFilled"] - pair["quantity"]) < 1e-9, "pair: not filled")
require(all(abs(leg["filled"] - pair["filled"]) < 1e-9 for leg in pair["legs"]), "pair: a leg is not what the whole is")
require([state["filled"] for state in pair["states"]] == [[], ["spot"], ["perpetual"], ["spot", "perpetual"]], "pair: not every partial state")
for stage in pair["stages"]:
    for margin in stage["margins"]:
        require(margin["worstUtilisation"] <= margin["utilisationLimit"], "pair: a reachable state breaks the limit")
for state in pair["states"]:
    require(state["utilisation"] <= pair["utilisationLimit"], "pair: a partial state breaks the limit")
    require(state["utilisation"] <= pair["states"][2]["utilisation"], "pair: the sold leg alone is not the worst state")
worst = max(sum(child["quantity"] for child in stage["children"] if child["side"] == side) for stage in pair["stages"] for side in ("buy", "sell"))
require(worst <= pair["maximumLegging"] + 1e-9, "pair: legs further apart than allowed")
require(pair["offsetSaved"] > 0.5 * pair["separateMargin"] > 0, "pair: no margin saved by the offset")
alone = {leg["name"]: leg for leg in pair["legs"]}
require(abs(alone["spot"]["alone"] - alone["perpetual"]["alone"] - pair["unhedgedAlone"]) < 1e-9 and pair["unhedgedAlone"] > 0, "pair: single legs would have been even")
require(any(limit["rule"] == "maintenanceUtilisation" for limit in alone["perpetual"]["aloneHeldBackBy"]), "pair: no limit named that holds the single leg back")
print(f"{sys.argv[1]}: {len(parents)} parents and a pair, as promised")
