"""The functions of nixpkgs' lib and Nix's builtins that nixmenu knows give what the real ones give."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nixmenu.nix.evaluate import Evaluation
from nixmenu.nix.parse import parse
from nixmenu.nix.source import make_source
from nixmenu.nix.values import Attributes, ListValue, Unknown, Value

BUILTIN = [
    'builtins.attrNames { b = 1; a = 2; "9" = 3; B = 4; }',
    "builtins.attrValues { b = 1; a = 2; }",
    'builtins.getAttr "a" { a = 1; }',
    'builtins.hasAttr "b" { a = 1; }',
    'removeAttrs { a = 1; b = 2; c = 3; } [ "a" "c" "d" ]',
    "builtins.intersectAttrs { a = 1; b = 2; } { b = 3; c = 4; }",
    'builtins.listToAttrs [ { name = "a"; value = 1; } { name = "a"; value = 2; } ]',
    "builtins.mapAttrs (name: value: name + toString value) { a = 1; }",
    'builtins.catAttrs "a" [ { a = 1; } { b = 2; } { a = 3; } ]',
    "builtins.zipAttrsWith (name: values: values) [ { a = 1; b = 2; } { a = 3; } ]",
    "builtins.filter (x: x > 1) [ 1 2 3 ]",
    "builtins.concatLists [ [ 1 ] [ ] [ 2 3 ] ]",
    "builtins.concatMap (x: [ x x ]) [ 1 2 ]",
    "builtins.foldl' (sum: x: sum * 2 + x) 1 [ 1 2 3 ]",
    "builtins.elem { a = [ 1 ]; } [ 1 { a = [ 1 ]; } ]",
    "[ (builtins.elemAt [ 1 2 ] 1) (builtins.head [ 3 ]) (builtins.tail [ 1 2 ]) (builtins.length [ 1 2 ]) ]",
    "[ (builtins.any (x: x > 1) [ 1 2 ]) (builtins.all (x: x > 1) [ 1 2 ]) (builtins.all (x: false) [ ]) ]",
    "builtins.genList (x: x * x) 4",
    '[ (toString 1) (toString true) (toString false) (toString null) (toString [ 1 [ true "a" ] ]) (toString 1.5) ]',
    '[ (builtins.substring 1 2 "abcd") (builtins.substring 2 (-1) "abcd") (builtins.substring 9 2 "ab") ]',
    '[ (builtins.stringLength "aä") (builtins.concatStringsSep ", " [ "a" "b" ]) ]',
    'builtins.replaceStrings [ "a" "ab" "c" ] [ "x" "y" "a" ] "abcab"',
    '[ (builtins.compareVersions "6.12" "6.2") (builtins.compareVersions "1.0pre" "1.0") ]',
    'builtins.splitVersion "6.12-rc1"',
    '[ (builtins.isString "") (builtins.isInt true) (builtins.isAttrs { }) (builtins.isFunction (x: x)) ]',
    "[ (builtins.isList [ ]) (builtins.isNull null) (builtins.isBool false) (isNull 1) ]",
    "[ (builtins.add 1 2) (builtins.sub 1 2) (builtins.mul 2 3) (builtins.div (-7) 2) (builtins.lessThan 1 2) ]",
    "builtins.seq 1 (builtins.deepSeq [ 1 ] 2)",
]
LIB = [
    'lib.optionalString true "a" + lib.optionalString false "b"',
    "lib.optional true 1 ++ lib.optionals false [ 2 ] ++ lib.singleton 3 ++ lib.toList 4",
    "lib.optionalAttrs true { a = 1; } // lib.optionalAttrs false { b = 1; }",
    'lib.genAttrs [ "b" "a" ] (name: name + name)',
    "lib.mapAttrs' (name: value: lib.nameValuePair (lib.toUpper name) value) { a = 1; b = 2; }",
    "lib.mapAttrsToList (name: value: name + toString value) { b = 1; a = 2; }",
    'lib.filterAttrs (name: value: value > 1 && name != "c") { a = 1; b = 2; c = 3; }',
    'lib.concatMapAttrs (name: value: { ${name + "1"} = value; ${name + "2"} = value; }) { a = 1; b = 2; }',
    "lib.recursiveUpdate { a = { b = 1; c = { d = 2; }; }; e = 3; } { a = { b = 4; c.f = 5; }; e.g = 6; }",
    "lib.zipAttrs [ { a = 1; } { a = 2; b = 3; } ]",
    "lib.foldr (x: rest: [ x ] ++ rest) [ ] [ 1 2 3 ]",
    "lib.foldl (sum: x: sum - x) 0 [ 1 2 3 ]",
    "lib.mergeAttrsList [ { a = 1; } { a = 2; b = 3; } ]",
    '[ (lib.attrByPath [ "a" "b" ] 0 { a.b = 1; }) (lib.attrByPath [ "a" "c" ] 0 { a.b = 1; }) ]',
    '[ (lib.hasAttrByPath [ "a" "b" ] { a.b = 1; }) (lib.setAttrByPath [ "a" "b" ] 1) ]',
    'lib.getAttrs [ "a" ] { a = 1; b = 2; }',
    "[ (lib.unique [ 1 2 1 3 2 ]) (lib.flatten [ 1 [ 2 [ 3 ] ] ]) (lib.range 2 5) (lib.range 5 2) ]",
    "[ (lib.subtractLists [ 1 3 ] [ 1 2 3 4 ]) (lib.intersectLists [ 1 3 ] [ 3 2 1 ]) (lib.remove 1 [ 1 2 1 ]) ]",
    "[ (lib.take 2 [ 1 2 3 ]) (lib.drop 2 [ 1 2 3 ]) (lib.last [ 1 2 ]) (lib.reverseList [ 1 2 ]) ]",
    "[ (lib.imap0 (i: x: i + x) [ 1 1 ]) (lib.imap1 (i: x: i + x) [ 1 1 ]) (lib.forEach [ 1 ] (x: x + 1)) ]",
    "[ (lib.count (x: x > 1) [ 1 2 3 ]) (lib.concatLists [ [ 1 ] ]) (lib.elem 1 [ 1 ]) ]",
    '[ (lib.hasPrefix "a" "ab") (lib.hasSuffix "a" "ab") (lib.hasInfix "b" "abc") ]',
    '[ (lib.removePrefix "a" "ab") (lib.removeSuffix "b" "ab") (lib.removePrefix "x" "ab") ]',
    '[ (lib.splitString "." "a.b..c") (lib.toLower "ABÄ") (lib.boolToString true) ]',
    'lib.concatMapStrings (x: x + ";") [ "a" "b" ] + lib.concatMapStringsSep "," toString [ 1 2 ]',
    'lib.concatLines [ "a" "b" ] + lib.concatStrings [ "c" "d" ]',
    '[ (lib.versions.major "6.12.3") (lib.versions.minor "6.12.3") (lib.versions.patch "6.12.3") ]',
    '[ (lib.versions.majorMinor "6.12.3") (lib.versions.pad 3 "6.12-rc1") (lib.versions.pad 2 "6.12.3") ]',
    '[ (lib.versionAtLeast "6.12" "6.2") (lib.versionOlder "6.12" "6.2") ]',
    "lib.pipe 2 [ (x: x + 1) (x: x * 2) ]",
    "[ (lib.flip (a: b: a - b) 1 2) (lib.const 1 2) (lib.id 3) (lib.min 1 2) (lib.max 1 2) (lib.mod 7 3) ]",
    "[ (lib.xor true false) (lib.and true false) (lib.or true false) ]",
    "lib.attrsToList { b = 1; a = 2; }",
    'lib.kernel.option (lib.kernel.freeform "x")',
    'builtins.attrNames (lib.kernel.whenHelpers "6.1")',
    "lib.lists.foldl' (a: b: a + b) 0 [ 1 2 ]",
]


def value(text: str) -> object:
    def plain(found: Value) -> object:
        assert not isinstance(found, Unknown), found.reason
        if isinstance(found, ListValue):
            return [plain(item.force()) for item in found.items]
        if isinstance(found, Attributes):
            return {name: plain(member.value.force()) for name, member in found.members.items()}
        return found

    evaluation = Evaluation()
    tree = parse(make_source(Path("/x.nix"), f"{{ lib, ... }}: {text}".encode()))
    return plain(evaluation.module(evaluation.file(tree)).force())


@pytest.mark.parametrize("text", BUILTIN)
def test_builtins(evaluate_expression: Callable[[str], object], text: str) -> None:
    assert value(text) == evaluate_expression(text)


@pytest.mark.parametrize("text", LIB)
def test_functions_of_lib(evaluate_expression: Callable[[str], object], nixpkgs_lib: Path, text: str) -> None:
    assert value(text) == evaluate_expression(f"let lib = import {nixpkgs_lib}; in {text}")
