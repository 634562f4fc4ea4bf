"""Nothing is lost: each promise as a test with a short form, which CI runs, and a long one by hand.

    pytest tests/reliability                                     the short forms: minutes
    pytest tests/reliability --long                              the numbers that are promised: hours
    pytest tests/reliability/test_kills.py --long --rounds 50    one of them, with another number

At the end of a run stands what each test tried and found.  Durations that are promised are held against the clock in
the long form alone, and then against a clock that is as slow as the machine is busy.

========================  ===================================================================  ==========  =======
file                      what is tried                                                         short       long
========================  ===================================================================  ==========  =======
test_kills                kills of the engine while it indexes 2,000 files                      10          200
test_bursts               new files at once                                                     5,000       60,000
test_roots_away           times that a folder is away                                           each way    50
test_catalog_...          random sequences of 12 operations on folders, in each of 4 parts       50          2,500
test_poison               mutated files of all formats                                          500         10,000
test_index_damage         damaged files of the index                                            50          300
test_disk                 writing calls from which on the disk refuses for a while              4           all
                          call sites that are refused once each                                 all         all
test_instances            starts that are closed in the middle of indexing                      10          200
test_soak                 seconds of changes, 56 in each                                        none        3,600
========================  ===================================================================  ==========  =======
"""
