"""Duplicates, putting records together, and setting them apart."""

from django.urls import path

from sandali.desk.duplicates import merging, pages, writing

urlpatterns = [
    path("customers/likeness/", writing.likeness, name="customer_likeness"),
    path("customers/duplicates/", pages.duplicates, name="duplicates"),
    path("customers/duplicates/rules/", pages.duplicate_rules, name="duplicate_rules"),
    path("customers/duplicates/scans/", pages.scans, name="duplicate_scans"),
    path("customers/duplicates/scans/<int:scan>/stopping/", pages.scan_stopping, name="duplicate_scan_stopping"),
    path("customers/duplicates/<int:pair>/reopening/", pages.reopening, name="pair_reopening"),
    path("customers/<int:number>/apart/", pages.apart, name="customer_apart"),
    path("customers/<int:number>/merging/", merging.merging, name="customer_merging"),
    path("customers/<int:number>/mergings/<int:merging>/undoing/", merging.undoing, name="merging_undoing"),
]
